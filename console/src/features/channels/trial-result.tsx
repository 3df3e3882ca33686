import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '@/ui/badge.tsx';
import { cn } from '@/ui/cn.ts';
import { useFormat } from '@/ui/format.ts';
import type { TrialResult } from './draft.ts';

const NANO = 1_000_000_000;

/** What a test call said or drew, what it took and what it cost; or what went wrong, in the upstream's own words. */
export function TrialAnswer({ result }: { readonly result: TrialResult }) {
  const { t } = useTranslation('channels');
  const { ok, text, pictures, warnings, error } = result;
  const Icon = ok ? CircleCheck : CircleX;
  return (
    <section
      role="status"
      aria-label={t('trial.answer')}
      className={cn(
        'grid gap-3 rounded-lg border p-4 text-sm',
        ok ? 'border-success/40 bg-success/5' : 'border-danger/40 bg-danger/5',
      )}
    >
      <div className="flex flex-wrap items-center gap-2">
        <Icon aria-hidden className={cn('size-5', ok ? 'text-success' : 'text-danger')} />
        <strong className="mr-auto font-medium">{t(ok ? 'trial.worked' : 'trial.failed')}</strong>
        <Facts result={result} />
      </div>
      {error && (
        <div className="grid gap-2">
          <p>{error.message}</p>
          {error.internal !== null && (
            <details className="text-xs">
              <summary className="cursor-pointer text-muted-foreground">{t('trial.upstreamSaid')}</summary>
              <pre className="mt-2 max-h-40 overflow-auto rounded bg-muted p-2 whitespace-pre-wrap">
                {error.internal}
              </pre>
            </details>
          )}
        </div>
      )}
      {text !== '' && <p className="max-h-40 overflow-y-auto whitespace-pre-wrap">{text}</p>}
      {pictures.map(({ url, width, height }) => (
        <figure key={url} className="grid justify-items-start gap-1">
          <img src={url} alt={t('trial.picture')} className="max-h-64 rounded-md border" />
          <figcaption className="text-xs text-muted-foreground">
            {width} × {height}
          </figcaption>
        </figure>
      ))}
      {warnings.length > 0 && (
        <ul className="grid gap-1 text-xs">
          {warnings.map(({ field, detail }) => (
            <li key={`${field} ${detail}`} className="flex gap-2">
              <TriangleAlert className="mt-0.5 size-3.5 shrink-0 text-warning" aria-hidden />
              <span>
                <strong className="font-medium">{field}</strong>: {detail}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Facts({
  result: { ms, firstMs, usd, costUnknown, upstreamModel, error },
}: {
  readonly result: TrialResult;
}) {
  const { t } = useTranslation('channels');
  const format = useFormat();
  return (
    <>
      {upstreamModel !== null && <Badge>{upstreamModel}</Badge>}
      <Badge>{format.duration(ms)}</Badge>
      {firstMs !== null && <Badge>{t('trial.first', { time: format.duration(firstMs) })}</Badge>}
      {error?.upstreamStatus != null && <Badge tone="bad">HTTP {error.upstreamStatus}</Badge>}
      <Badge>
        <span title={costUnknown ?? undefined}>
          {usd === null ? t('trial.costUnknown') : format.cost(usd * NANO)}
        </span>
      </Badge>
    </>
  );
}
