import { channelRoutes } from '@contract/channels.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { FailureNote } from '@/ui/states.tsx';
import type { ChannelSummary } from '../channel-view.ts';

type Action = 'enable' | 'disable' | 'archive' | 'restore';

/** What can be done with all that are ticked, at the foot of the window. */
export function BulkBar({
  channels,
  onTest,
  onExport,
  onClear,
}: {
  readonly channels: readonly ChannelSummary[];
  readonly onTest: () => void;
  readonly onExport: () => void;
  readonly onClear: () => void;
}) {
  const { t } = useTranslation('channels');
  const bulk = useChange(channelRoutes.bulk);
  const [archiving, setArchiving] = useState(false);
  const own = channels.filter(({ readOnly }) => !readOnly);
  const archived = own.some(({ archivedAt }) => archivedAt !== null);
  const act = async (action: Action): Promise<void> => {
    await bulk.mutateAsync({ body: { ids: own.map(({ id }) => id), action } });
    onClear();
  };
  const quietly = (action: Action): void => void act(action).catch(() => {});
  if (channels.length === 0) return null;
  return (
    <section
      aria-label={t('bulk.title')}
      className="sticky bottom-4 grid gap-3 rounded-lg border bg-surface p-3 shadow-lg"
    >
      {bulk.error && <FailureNote error={bulk.error} />}
      <div className="flex flex-wrap items-center gap-2">
        <p className="mr-auto px-2 text-sm">
          {t('bulk.selected', { count: channels.length })}
          {own.length < channels.length && (
            <span className="text-muted-foreground">
              {' '}
              · {t('bulk.fixed', { count: channels.length - own.length })}
            </span>
          )}
        </p>
        <Button size="small" onClick={onTest}>
          {t('action.test')}
        </Button>
        <Button size="small" onClick={onExport}>
          {t('export.action')}
        </Button>
        {archived ? (
          <Button size="small" onClick={() => quietly('restore')}>
            {t('action.restore')}
          </Button>
        ) : (
          <>
            <Button size="small" disabled={own.length === 0} onClick={() => quietly('enable')}>
              {t('action.enable')}
            </Button>
            <Button size="small" disabled={own.length === 0} onClick={() => quietly('disable')}>
              {t('action.disable')}
            </Button>
            <Button size="small" kind="danger" disabled={own.length === 0} onClick={() => setArchiving(true)}>
              {t('action.archive')}
            </Button>
          </>
        )}
        <Button size="small" kind="ghost" onClick={onClear}>
          {t('bulk.clear')}
        </Button>
      </div>
      <Confirm
        open={archiving}
        onClose={() => setArchiving(false)}
        title={t('bulk.archive', { count: own.length })}
        action={t('archive')}
        onConfirm={() => act('archive')}
      >
        {t('archiveHint')}
      </Confirm>
    </section>
  );
}
