import { GripVertical } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useGatewayWords } from '@/app/gateway-words.ts';
import { Badge } from '@/ui/badge.tsx';
import { cn } from '@/ui/cn.ts';
import { Menu } from '@/ui/menu.tsx';
import { Cell } from '@/ui/table.tsx';
import type { ChannelSummary } from '../channel-view.ts';
import { HealthBadge } from '../health-badge.tsx';
import { actionsFor, type ChannelAction } from './actions.ts';
import type { Order } from './use-order.ts';

interface ChannelRowProps {
  readonly channel: ChannelSummary;
  readonly order: Order;
  readonly movable: boolean;
  readonly mayWrite: boolean;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: readonly string[], on: boolean) => void;
  readonly onOpen: (id: string) => void;
  readonly onAction: (action: ChannelAction, channel: ChannelSummary) => void;
}

export function ChannelRow(props: ChannelRowProps) {
  const { t } = useTranslation('channels');
  const { channel, order, mayWrite, selected, onSelect, onAction } = props;
  const { id, name, enabled, archivedAt } = channel;
  const wide = 'hidden md:table-cell';
  return (
    <tr
      data-channel={name}
      className={cn('hover:bg-muted/60', order.moving === id && 'bg-primary/10')}
      onDragOver={(event) => {
        event.preventDefault();
        order.moveOnto(id);
      }}
      onDrop={(event) => {
        event.preventDefault();
        order.drop();
      }}
    >
      {mayWrite && (
        <Cell>
          <input
            type="checkbox"
            className="size-4 accent-primary"
            aria-label={t('bulk.one', { name })}
            checked={selected.has(id)}
            onChange={({ target }) => onSelect([id], target.checked)}
          />
        </Cell>
      )}
      <Cell>
        <NameOf {...props} />
      </Cell>
      <Cell className={wide}>{channel.type}</Cell>
      <Cell>
        {archivedAt !== null && <Badge>{t('state.archived')}</Badge>}
        {archivedAt === null &&
          (enabled ? <HealthBadge health={channel.health} /> : <Badge>{t('state.disabled')}</Badge>)}
      </Cell>
      <Cell className={`${wide} text-right`}>{channel.weight}</Cell>
      <Cell className={`${wide} text-right`}>{channel.models ?? t('catalogue')}</Cell>
      <Cell className={`${wide} text-right`}>{channel.credentials.length}</Cell>
      <Cell className={wide}>{t(`origin.${channel.origin}`)}</Cell>
      <Cell className="w-12 text-right">
        {mayWrite && (
          <Menu
            label={t('actions', { name })}
            items={actionsFor(channel).map((action) => ({
              name: t(`action.${action}`),
              danger: action === 'archive' || action === 'delete',
              onSelect: () => onAction(action, channel),
            }))}
          />
        )}
      </Cell>
    </tr>
  );
}

function NameOf({ channel, order, movable, mayWrite, onOpen }: ChannelRowProps) {
  const words = useGatewayWords();
  const { id, name, problem, tags, type, readOnly } = channel;
  const holds = movable && mayWrite && !readOnly;
  return (
    <div className="flex items-start gap-1.5">
      {holds && <Handle channel={channel} order={order} />}
      <div className="grid gap-1">
        <div className="flex flex-wrap items-center gap-1.5">
          <button
            type="button"
            className="cursor-pointer text-left font-medium underline decoration-border underline-offset-4 hover:decoration-foreground"
            onClick={() => onOpen(id)}
          >
            {name}
          </button>
          {tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </div>
        <span className="text-xs text-muted-foreground md:hidden">{type}</span>
        {problem !== null && <p className="text-xs text-danger">{words(problem)}</p>}
      </div>
    </div>
  );
}

function Handle({ channel: { id, name }, order }: Pick<ChannelRowProps, 'channel' | 'order'>) {
  const { t } = useTranslation('channels');
  const ref = useRef<HTMLButtonElement>(null);
  // A row that moves in the document loses the focus.
  useEffect(() => {
    if (order.moving === id) ref.current?.focus();
  });
  return (
    <button
      ref={ref}
      type="button"
      draggable
      aria-pressed={order.moving === id}
      aria-label={t('order.handle', { name })}
      className="-ml-1.5 cursor-grab rounded p-0.5 text-muted-foreground hover:bg-muted"
      onKeyDown={(event) => order.onKey(event, id)}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', name);
        // Not at once: browsers take a picture of the row as it is now.
        setTimeout(() => order.grab(id));
      }}
      onDragEnd={() => order.moving === id && order.drop()}
    >
      <GripVertical className="size-4" aria-hidden />
    </button>
  );
}
