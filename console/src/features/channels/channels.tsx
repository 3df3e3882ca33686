import { channelRoutes } from '@contract/channels.ts';
import { Cable, FlaskConical, Plus, SearchX } from 'lucide-react';
import { type ReactNode, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, usePages } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { Button } from '@/ui/button.tsx';
import { Page } from '@/ui/card.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { Menu } from '@/ui/menu.tsx';
import { Empty, FailureNote, Skeleton } from '@/ui/states.tsx';
import { More } from '@/ui/table.tsx';
import { ChannelDialog } from './channel-dialog.tsx';
import type { ChannelSummary } from './channel-view.ts';
import { CreateChannel } from './create-channel.tsx';
import type { ChannelAction } from './list/actions.ts';
import { BulkBar } from './list/bulk-bar.tsx';
import { ChannelTable } from './list/channel-table.tsx';
import { ExportChannels } from './list/export-channels.tsx';
import { ImportChannels } from './list/import-channels.tsx';
import { ArchiveChannel, CopyChannel, DeleteChannel } from './list/one-channel.tsx';
import { TestChannels } from './list/test-channels.tsx';
import { useOrder } from './list/use-order.ts';

const STATES = ['active', 'enabled', 'disabled', 'archived', 'unwell'] as const;
type State = (typeof STATES)[number];
const REFRESH_MS = 10_000;
const NONE: ReadonlySet<string> = new Set();

/** What is open beside the list. */
type Beside =
  | { readonly what: 'create' | 'import' }
  | { readonly what: 'channel'; readonly id: string }
  | { readonly what: 'test' | 'export'; readonly channels: readonly ChannelSummary[] }
  | { readonly what: 'copy' | 'archive' | 'delete'; readonly channel: ChannelSummary };

export default function Channels() {
  const { t } = useTranslation('channels');
  const mayWrite = useMay()('channels:write');
  const [beside, setBeside] = useState<Beside>();
  const [search, setSearch] = useState('');
  const [state, setState] = useState<State>('active');
  const [selected, setSelected] = useState(NONE);
  const filter = useDeferredValue({ state, limit: 200, ...(search && { search }) });
  const query = usePages(channelRoutes.list, { query: filter }, { refetchInterval: REFRESH_MS });
  const bulk = useChange(channelRoutes.bulk);
  const order = useOrder(query.items);
  const chosen = order.list.filter(({ id }) => selected.has(id));
  const act = (action: ChannelAction, channel: ChannelSummary): void => {
    if (action === 'test') setBeside({ what: 'test', channels: [channel] });
    else if (action === 'copy' || action === 'archive' || action === 'delete')
      setBeside({ what: action, channel });
    else bulk.mutate({ body: { ids: [channel.id], action } });
  };
  const create = mayWrite && (
    <Button kind="primary" onClick={() => setBeside({ what: 'create' })}>
      <Plus aria-hidden />
      {t('create')}
    </Button>
  );
  const filtered = search !== '' || state !== 'active';
  const movable = !filtered && !query.hasNextPage && order.list.length > 1;
  const testable = order.list.filter(({ archivedAt }) => archivedAt === null);
  const actions = mayWrite && (
    <>
      <Button
        disabled={testable.length === 0}
        onClick={() => setBeside({ what: 'test', channels: testable })}
      >
        <FlaskConical aria-hidden />
        {t('testMany.all')}
      </Button>
      {create}
      <Menu
        label={t('more')}
        items={[
          { name: t('import.title'), onSelect: () => setBeside({ what: 'import' }) },
          { name: t('export.all'), onSelect: () => setBeside({ what: 'export', channels: order.list }) },
        ]}
      />
    </>
  );
  return (
    <Page title={t('title')} description={t('description')} actions={actions}>
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('filter.search')} className="min-w-40 flex-1 sm:max-w-64">
          <Input type="search" value={search} onChange={({ target }) => setSearch(target.value)} />
        </Field>
        <Field label={t('filter.state')} className="w-44">
          <Select value={state} onChange={({ target }) => setState(target.value as State)}>
            {STATES.map((each) => (
              <option key={each} value={each}>
                {t(`state.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
        {movable && mayWrite && (
          <p className="hidden py-2 text-xs text-muted-foreground lg:block">{t('order.hint')}</p>
        )}
      </div>
      {[query.error, order.error, bulk.error].map(
        // biome-ignore lint/suspicious/noArrayIndexKey: three places that never change
        (error, index) => error != null && <FailureNote key={index} error={error} />,
      )}
      {query.isPending && <Skeleton className="h-60 w-full" />}
      {query.isSuccess && query.items.length === 0 && <Nothing filtered={filtered} action={create} />}
      {order.list.length > 0 && (
        <ChannelTable
          order={order}
          movable={movable}
          mayWrite={mayWrite}
          selected={selected}
          onSelect={(ids, on) =>
            setSelected((all) => new Set(on ? [...all, ...ids] : [...all].filter((id) => !ids.includes(id))))
          }
          onOpen={(id) => setBeside({ what: 'channel', id })}
          onAction={act}
        />
      )}
      <p role="status" className="sr-only">
        {order.said}
      </p>
      <More query={query} />
      <BulkBar
        channels={chosen}
        onTest={() => setBeside({ what: 'test', channels: chosen })}
        onExport={() => setBeside({ what: 'export', channels: chosen })}
        onClear={() => setSelected(NONE)}
      />
      <BesideList beside={beside} onChange={setBeside} />
    </Page>
  );
}

function Nothing({ filtered, action }: { readonly filtered: boolean; readonly action: ReactNode }) {
  const { t } = useTranslation('channels');
  if (filtered) {
    return (
      <Empty icon={SearchX} title={t('empty.filtered')}>
        {t('empty.filteredText')}
      </Empty>
    );
  }
  return (
    <Empty icon={Cable} title={t('empty.title')} action={action}>
      {t('empty.text')}
    </Empty>
  );
}

function BesideList({
  beside,
  onChange,
}: {
  readonly beside: Beside | undefined;
  readonly onChange: (beside: Beside | undefined) => void;
}) {
  const close = (): void => onChange(undefined);
  const open = (id: string): void => onChange({ what: 'channel', id });
  switch (beside?.what) {
    case 'create':
      return <CreateChannel onClose={close} onDone={open} />;
    case 'import':
      return <ImportChannels onClose={close} />;
    case 'channel':
      return <ChannelDialog key={beside.id} id={beside.id} onClose={close} />;
    case 'export':
      return <ExportChannels channels={beside.channels} onClose={close} />;
    case 'test':
      return <TestChannels channels={beside.channels} onClose={close} />;
    case 'copy':
      return <CopyChannel channel={beside.channel} onClose={close} onDone={open} />;
    case 'archive':
      return <ArchiveChannel channel={beside.channel} onClose={close} />;
    case 'delete':
      return <DeleteChannel channel={beside.channel} onClose={close} />;
    default:
      return null;
  }
}
