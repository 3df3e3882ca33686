import { channelRoutes } from '@contract/channels.ts';
import { Archive } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '@/api/use-route.ts';
import { useGatewayWords } from '@/app/gateway-words.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { FailureNote } from '@/ui/states.tsx';
import type { ChannelView } from '../channel-view.ts';
import { HealthBadge } from '../health-badge.tsx';

/** Whether the channel is in use, and what keeps it from it. */
export function Standing({
  channel,
  mayWrite,
}: {
  readonly channel: ChannelView;
  readonly mayWrite: boolean;
}) {
  const { t } = useTranslation('channels');
  const words = useGatewayWords();
  const bulk = useChange(channelRoutes.bulk);
  const [archiving, setArchiving] = useState(false);
  const { id, enabled, archivedAt, problem, readOnly, origin } = channel;
  const act = (action: 'enable' | 'disable' | 'archive' | 'restore') =>
    bulk.mutateAsync({ body: { ids: [id], action } });
  const quietly = (action: Parameters<typeof act>[0]): void => void act(action).catch(() => {});
  return (
    <div className="grid gap-3">
      {readOnly && <p className="text-sm text-muted-foreground">{t(`readOnly.${origin}`)}</p>}
      {problem !== null && (
        <p role="alert" className="text-sm text-danger">
          {words(problem)}
        </p>
      )}
      {bulk.error && <FailureNote error={bulk.error} />}
      <div className="flex flex-wrap items-center gap-2">
        {archivedAt !== null && <Badge>{t('state.archived')}</Badge>}
        {archivedAt === null &&
          (enabled ? <HealthBadge health={channel.health} /> : <Badge>{t('state.disabled')}</Badge>)}
        <Badge>{channel.type}</Badge>
        {mayWrite && archivedAt === null && (
          <span className="ml-auto flex gap-2">
            <Button
              size="small"
              busy={bulk.isPending}
              onClick={() => quietly(enabled ? 'disable' : 'enable')}
            >
              {t(enabled ? 'disable' : 'enable')}
            </Button>
            <Button size="small" kind="danger" onClick={() => setArchiving(true)}>
              <Archive aria-hidden />
              {t('archive')}
            </Button>
          </span>
        )}
        {mayWrite && archivedAt !== null && (
          <Button size="small" className="ml-auto" onClick={() => quietly('restore')}>
            {t('restore')}
          </Button>
        )}
      </div>
      <Confirm
        open={archiving}
        onClose={() => setArchiving(false)}
        title={t('archive')}
        action={t('archive')}
        onConfirm={() => act('archive')}
      >
        {t('archiveHint')}
      </Confirm>
    </div>
  );
}
