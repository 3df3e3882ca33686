import { Download, Pencil, RefreshCw, Square, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGatewayWords } from '@/app/gateway-words.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button, buttonClass } from '@/ui/button.tsx';
import { Card } from '@/ui/card.tsx';
import { FailureNote, Skeleton } from '@/ui/states.tsx';
import type { Picture } from './picture.ts';
import type { Run } from './use-studio.ts';

interface RunCardProps {
  readonly run: Run;
  readonly onCancel: () => void;
  /** Absent: pictures can only be downloaded. */
  readonly onEdit?: (picture: Picture) => void;
  readonly onVary?: (picture: Picture) => void;
}

/** One model's answer: previews while it draws, then the pictures with time, cost and warnings. */
export function RunCard({ run, onCancel, onEdit, onVary }: RunCardProps) {
  const words = useGatewayWords();
  const { t } = useTranslation('studio');
  const { progress, state } = run;
  const pictures = progress?.pictures ?? [];
  return (
    <Card className="grid content-start gap-3 p-4" data-state={state}>
      <header className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium">{run.model}</h3>
        <Elapsed run={run} />
        {state !== 'running' && progress && (
          <Badge>{progress.cost === null ? t('run.costUnknown') : `$${progress.cost.toFixed(4)}`}</Badge>
        )}
        {state === 'cancelled' && <Badge tone="warning">{t('run.cancelled')}</Badge>}
        {state === 'running' && (
          <Button size="small" className="ml-auto" onClick={onCancel}>
            <Square aria-hidden />
            {t('run.stop')}
          </Button>
        )}
      </header>
      {pictures.map((picture, index) => (
        <Result
          key={picture.url}
          picture={picture}
          name={`${run.model}-${index + 1}`}
          onEdit={onEdit}
          onVary={onVary}
        />
      ))}
      {state === 'running' && pictures.length === 0 && <Waiting preview={progress?.preview} />}
      {state === 'failed' && <FailureNote error={run.error} />}
      {(progress?.warnings.length ?? 0) > 0 && (
        <ul className="grid gap-1.5" aria-label={t('run.warnings')}>
          {progress?.warnings.map(({ kind, field, detail }) => (
            <li key={`${field} ${detail}`} className="flex gap-2 text-xs">
              <TriangleAlert className="mt-0.5 size-3.5 shrink-0 text-warning" aria-hidden />
              <span>
                <strong className="font-medium">{field}</strong> {t(`warning.${kind}`)}: {words(detail)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function Waiting({ preview }: { readonly preview: Picture | undefined }) {
  const { t } = useTranslation('studio');
  if (!preview) return <Skeleton className="aspect-square w-full" />;
  return (
    <img
      src={preview.url}
      alt={t('run.preview')}
      data-kind="preview"
      className="max-h-[70dvh] w-full rounded-md border object-contain opacity-80"
    />
  );
}

function Result({
  picture,
  name,
  onEdit,
  onVary,
}: {
  readonly picture: Picture;
  readonly name: string;
  readonly onEdit: RunCardProps['onEdit'];
  readonly onVary: RunCardProps['onVary'];
}) {
  const { t } = useTranslation('studio');
  const extension = picture.blob.type.replace('image/', '');
  return (
    <figure className="grid gap-2">
      <img
        src={picture.url}
        alt={t('run.picture')}
        data-kind="picture"
        className="max-h-[70dvh] w-full rounded-md border bg-muted object-contain"
      />
      <figcaption className="flex flex-wrap gap-2">
        {onEdit && (
          <Button size="small" onClick={() => onEdit(picture)}>
            <Pencil aria-hidden />
            {t('run.edit')}
          </Button>
        )}
        {onVary && (
          <Button size="small" onClick={() => onVary(picture)}>
            <RefreshCw aria-hidden />
            {t('run.vary')}
          </Button>
        )}
        <a href={picture.url} download={`${name}.${extension}`} className={buttonClass({ size: 'small' })}>
          <Download aria-hidden />
          {t('run.download')}
        </a>
      </figcaption>
    </figure>
  );
}

const TICK_MS = 100;

function Elapsed({ run: { startedAt, endedAt } }: { readonly run: Run }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (endedAt !== undefined) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [endedAt]);
  return <Badge>{(((endedAt ?? now) - startedAt) / 1000).toFixed(1)} s</Badge>;
}
