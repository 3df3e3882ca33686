import { channelRoutes } from '@contract/channels.ts';
import { Cable, Plus } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { usePages } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { Badge } from '@/ui/badge.tsx';
import { Button } from '@/ui/button.tsx';
import { Page } from '@/ui/card.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { Empty, FailureNote, Skeleton } from '@/ui/states.tsx';
import { Cell, Head, More, Table } from '@/ui/table.tsx';
import { ChannelDialog } from './channel-dialog.tsx';
import { CreateChannel } from './create-channel.tsx';
import { HealthBadge } from './health-badge.tsx';

export type ChannelView = CallReply<typeof channelRoutes.get>;

const STATES = ['active', 'enabled', 'disabled', 'archived', 'unwell'] as const;
type State = (typeof STATES)[number];
const REFRESH_MS = 10_000;

export default function Channels() {
  const { t } = useTranslation('channels');
  const may = useMay();
  const [creating, setCreating] = useState(false);
  const [shown, setShown] = useState<string>();
  const [search, setSearch] = useState('');
  const [state, setState] = useState<State>('active');
  const filter = useDeferredValue({ state, ...(search && { search }) });
  const query = usePages(channelRoutes.list, { query: filter }, { refetchInterval: REFRESH_MS });
  const create = may('channels:write') && (
    <Button kind="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t('create')}
    </Button>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={create}>
      <div className="flex flex-wrap gap-3">
        <Field label={t('filter.search')} className="w-64">
          <Input type="search" value={search} onChange={({ target }) => setSearch(target.value)} />
        </Field>
        <Field label={t('filter.state')} className="w-48">
          <Select value={state} onChange={({ target }) => setState(target.value as State)}>
            {STATES.map((each) => (
              <option key={each} value={each}>
                {t(`state.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      {query.error && <FailureNote error={query.error} retry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-60 w-full" />}
      {query.isSuccess && query.items.length === 0 && (
        <Empty icon={Cable} title={t('empty.title')} action={create}>
          {t('empty.text')}
        </Empty>
      )}
      {query.items.length > 0 && (
        <Table
          label={t('title')}
          head={
            <>
              <Head>{t('column.name')}</Head>
              <Head>{t('column.type')}</Head>
              <Head>{t('column.health')}</Head>
              <Head className="text-right">{t('column.priority')}</Head>
              <Head className="text-right">{t('column.weight')}</Head>
              <Head className="text-right">{t('column.models')}</Head>
              <Head className="text-right">{t('column.credentials')}</Head>
              <Head>{t('column.origin')}</Head>
            </>
          }
        >
          {query.items.map((channel) => (
            <tr key={channel.id} className="hover:bg-muted/60">
              <Cell>
                <button
                  type="button"
                  className="cursor-pointer font-medium underline"
                  onClick={() => setShown(channel.id)}
                >
                  {channel.name}
                </button>
                {channel.problem !== null && <p className="text-xs text-danger">{channel.problem}</p>}
              </Cell>
              <Cell>{channel.type}</Cell>
              <Cell>
                {channel.enabled ? (
                  <HealthBadge health={channel.health} />
                ) : (
                  <Badge>{t('state.disabled')}</Badge>
                )}
              </Cell>
              <Cell className="text-right">{channel.priority}</Cell>
              <Cell className="text-right">{channel.weight}</Cell>
              <Cell className="text-right">{channel.models ?? t('catalogue')}</Cell>
              <Cell className="text-right">{channel.credentials.length}</Cell>
              <Cell>{t(`origin.${channel.origin}`)}</Cell>
            </tr>
          ))}
        </Table>
      )}
      <More query={query} />
      {creating && (
        <CreateChannel
          onClose={() => setCreating(false)}
          onDone={(id) => {
            setCreating(false);
            setShown(id);
          }}
        />
      )}
      {shown !== undefined && <ChannelDialog id={shown} onClose={() => setShown(undefined)} />}
    </Page>
  );
}
