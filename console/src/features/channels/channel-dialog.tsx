import { channelRoutes } from '@contract/channels.ts';
import { Archive } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRoute } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Confirm } from '@/ui/confirm.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { useFormat } from '@/ui/format.ts';
import { FailureNote, Loaded } from '@/ui/states.tsx';
import { Cell, Head, Table } from '@/ui/table.tsx';
import { ChannelForm } from './channel-form.tsx';
import type { ChannelView } from './channels.tsx';
import { Credentials } from './credentials.tsx';
import { HealthBadge } from './health-badge.tsx';

export function ChannelDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const query = useRoute(channelRoutes.get, { params: { id } });
  return (
    <Dialog open onClose={onClose} title={query.data?.name ?? '…'} description={query.data?.url} place="side">
      <Loaded query={query}>{(channel) => <Content channel={channel} />}</Loaded>
    </Dialog>
  );
}

function Content({ channel }: { readonly channel: ChannelView }) {
  const { t } = useTranslation('channels');
  const mayWrite = useMay()('channels:write') && !channel.readOnly;
  const bulk = useChange(channelRoutes.bulk);
  const [archiving, setArchiving] = useState(false);
  const act = (action: 'enable' | 'disable' | 'archive' | 'restore') =>
    bulk.mutateAsync({ body: { ids: [channel.id], action } });
  return (
    <div className="grid gap-6">
      {channel.readOnly && <p className="text-sm text-muted-foreground">{t(`readOnly.${channel.origin}`)}</p>}
      {channel.problem !== null && (
        <p role="alert" className="text-sm text-danger">
          {channel.problem}
        </p>
      )}
      {bulk.error && <FailureNote error={bulk.error} />}
      {mayWrite && (
        <div className="flex flex-wrap gap-2">
          {channel.archivedAt === null ? (
            <>
              <Button
                busy={bulk.isPending}
                onClick={() => void act(channel.enabled ? 'disable' : 'enable').catch(() => {})}
              >
                {t(channel.enabled ? 'disable' : 'enable')}
              </Button>
              <Button kind="danger" onClick={() => setArchiving(true)}>
                <Archive aria-hidden />
                {t('archive')}
              </Button>
            </>
          ) : (
            <Button onClick={() => void act('restore').catch(() => {})}>{t('restore')}</Button>
          )}
        </div>
      )}
      <Credentials channel={channel} disabled={!mayWrite} />
      {mayWrite && <ChannelForm key={channel.updatedAt} channel={channel} />}
      <Targets targets={channel.targets} />
      <section className="grid gap-2 text-sm">
        <h3 className="font-medium">{t('served', { count: channel.served.length })}</h3>
        <div className="flex max-h-48 flex-wrap gap-1.5 overflow-y-auto">
          {channel.served.map(({ name, upstream }) => (
            <Badge key={name}>{name === upstream ? name : `${name} → ${upstream}`}</Badge>
          ))}
        </div>
      </section>
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

function Targets({ targets }: { readonly targets: ChannelView['targets'] }) {
  const { t } = useTranslation('channels');
  const format = useFormat();
  if (targets.length === 0) return null;
  return (
    <section className="grid gap-2">
      <h3 className="text-sm font-medium">{t('targets')}</h3>
      <Table
        label={t('targets')}
        head={
          <>
            <Head>{t('target.model')}</Head>
            <Head>{t('column.health')}</Head>
            <Head className="text-right">{t('target.errors')}</Head>
            <Head className="text-right">{t('target.latency')}</Head>
          </>
        }
      >
        {targets.map(({ model, credential, phase, errorShare, latencyMs }) => (
          <tr key={`${model} ${credential}`}>
            <Cell>{model}</Cell>
            <Cell>
              <HealthBadge health={phase} />
            </Cell>
            <Cell className="text-right">{Math.round(errorShare * 100)} %</Cell>
            <Cell className="text-right">{latencyMs === null ? '–' : format.duration(latencyMs)}</Cell>
          </tr>
        ))}
      </Table>
    </section>
  );
}
