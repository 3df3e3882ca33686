import { priceRoutes } from '@contract/prices.ts';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { useChange, usePages } from '@/api/use-route.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { useFormat } from '@/ui/format.ts';
import { FailureNote } from '@/ui/states.tsx';
import { More } from '@/ui/table.tsx';
import { PriceRows } from './price-rows.tsx';

type Version = CallReply<typeof priceRoutes.list>['items'][number];

/** Every override of a model's prices, or of a channel's, there was, is and will be. */
export function Versions({
  of,
  mayWrite,
}: {
  readonly of: { readonly model: string } | { readonly channel: string };
  readonly mayWrite: boolean;
}) {
  const { t } = useTranslation('models');
  const query = usePages(priceRoutes.list, { query: of });
  const remove = useChange(priceRoutes.delete);
  const [removing, setRemoving] = useState<Version>();
  if (query.error) return <FailureNote error={query.error} retry={() => void query.refetch()} />;
  if (query.items.length === 0) return null;
  return (
    <section className="grid gap-3">
      <h3 className="font-medium">{t('price.versions')}</h3>
      <ol className="grid gap-2">
        {query.items.map((version) => (
          <VersionView
            key={version.id}
            version={version}
            title={'channel' in of ? version.model : (version.channelName ?? t('price.allChannels'))}
            onRemove={mayWrite && version.validFrom > Date.now() ? () => setRemoving(version) : undefined}
          />
        ))}
      </ol>
      <More query={query} />
      <Confirm
        open={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t('price.delete')}
        action={t('price.delete')}
        onConfirm={() => remove.mutateAsync({ params: { id: removing?.id ?? '' } })}
      >
        {t('price.deleteHint')}
      </Confirm>
    </section>
  );
}

function VersionView({
  version,
  title,
  onRemove,
}: {
  readonly version: Version;
  /** What tells it from the others. */
  readonly title: string;
  readonly onRemove: (() => void) | undefined;
}) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const { prices, validFrom, validUntil, source, note } = version;
  const now = Date.now();
  const state = validFrom > now ? 'planned' : validUntil !== null && validUntil <= now ? 'past' : 'valid';
  return (
    <li className="rounded-md border p-3 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={state === 'valid' ? 'good' : state === 'planned' ? 'accent' : 'neutral'}>
          {t(`price.state.${state}`)}
        </Badge>
        <span className="text-xs text-muted-foreground">
          {format.time(validFrom)} – {validUntil === null ? '…' : format.time(validUntil)}
        </span>
        <Badge>{title}</Badge>
        {onRemove && (
          <Button
            kind="ghost"
            size="icon"
            className="ml-auto"
            aria-label={t('price.delete')}
            onClick={onRemove}
          >
            <Trash2 aria-hidden />
          </Button>
        )}
      </div>
      <p className="mt-2 text-xs text-muted-foreground">
        {source}
        {note !== '' && ` · ${note}`}
      </p>
      {prices ? (
        <details className="mt-2">
          <summary className="cursor-pointer text-xs">{t('price.count', { count: prices.length })}</summary>
          <div className="mt-2">
            <PriceRows prices={prices} />
          </div>
        </details>
      ) : (
        <p className="mt-2 text-xs">{t('price.withdrawn')}</p>
      )}
    </li>
  );
}
