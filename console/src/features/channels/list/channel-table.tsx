import { useTranslation } from 'react-i18next';
import { Head, Table } from '@/ui/table.tsx';
import type { ChannelSummary } from '../channel-view.ts';
import type { ChannelAction } from './actions.ts';
import { ChannelRow } from './channel-row.tsx';
import { groupsOf } from './order.ts';
import type { Order } from './use-order.ts';

interface ChannelTableProps {
  readonly order: Order;
  /** Whether they can be moved: all of them are there, and none is filtered away. */
  readonly movable: boolean;
  readonly mayWrite: boolean;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: readonly string[], on: boolean) => void;
  readonly onOpen: (id: string) => void;
  readonly onAction: (action: ChannelAction, channel: ChannelSummary) => void;
}

const COLUMNS = 9;

/** Channels in the order they are tried, those of one priority together. */
export function ChannelTable(props: ChannelTableProps) {
  const { t } = useTranslation('channels');
  const { order, mayWrite, selected, onSelect } = props;
  const ids = order.list.map(({ id }) => id);
  const all = ids.length > 0 && ids.every((id) => selected.has(id));
  const wide = 'hidden md:table-cell';
  return (
    <Table
      label={t('title')}
      head={
        <>
          {mayWrite && (
            <Head className="w-10">
              <input
                type="checkbox"
                className="size-4 accent-primary"
                aria-label={t('bulk.all')}
                checked={all}
                onChange={({ target }) => onSelect(ids, target.checked)}
              />
            </Head>
          )}
          <Head>{t('column.name')}</Head>
          <Head className={wide}>{t('column.type')}</Head>
          <Head>{t('column.health')}</Head>
          <Head className={`${wide} text-right`}>{t('column.weight')}</Head>
          <Head className={`${wide} text-right`}>{t('column.models')}</Head>
          <Head className={`${wide} text-right`}>{t('column.credentials')}</Head>
          <Head className={wide}>{t('column.origin')}</Head>
          <Head>
            <span className="sr-only">{t('column.actions')}</span>
          </Head>
        </>
      }
    >
      {/* One list of rows for all groups: a row that changes its group stays the same, and keeps the focus. */}
      {groupsOf(order.list).flatMap(([priority, channels], index) => [
        <GroupHead key={`group ${priority}`} priority={priority} isFirst={index === 0} />,
        ...channels.map((channel) => <ChannelRow key={channel.id} channel={channel} {...props} />),
      ])}
    </Table>
  );
}

function GroupHead({ priority, isFirst }: { readonly priority: number; readonly isFirst: boolean }) {
  const { t } = useTranslation('channels');
  return (
    <tr className="bg-muted/40">
      <th
        colSpan={COLUMNS}
        scope="colgroup"
        className="px-3 py-1.5 text-left text-xs font-medium text-muted-foreground"
      >
        {t('group', { priority })} {isFirst && `· ${t('groupFirst')}`}
      </th>
    </tr>
  );
}
