import { channelRoutes } from '@contract/channels.ts';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '@/api/use-route.ts';
import type { ChannelSummary } from '../channel-view.ts';
import { inOrder, moved, orderOf } from './order.ts';

interface Moving {
  readonly id: string;
  readonly list: readonly ChannelSummary[];
}

export interface Order {
  /** As it is shown: while one is moved, with it in its new place. */
  readonly list: readonly ChannelSummary[];
  /** Id of the one that is held. */
  readonly moving: string | undefined;
  readonly error: unknown;
  /** For screen readers: what just happened. */
  readonly said: string;
  grab(id: string): void;
  /** @param onto id of the channel whose place it takes */
  moveOnto(onto: string): void;
  drop(): void;
  cancel(): void;
  /** Space takes and puts down, arrows move, Escape gives up. */
  onKey(event: KeyboardEvent, id: string): void;
}

/** Channels put into another order, with the pointer or the keyboard. The new order shows at once. */
export function useOrder(channels: readonly ChannelSummary[]): Order {
  const { t } = useTranslation('channels');
  const save = useChange(channelRoutes.order);
  const [moving, setMoving] = useState<Moving>();
  const [dropped, setDropped] = useState<readonly ChannelSummary[]>();
  const [said, setSaid] = useState('');
  const standing = inOrder(channels);
  const list = moving?.list ?? dropped ?? standing;

  const placeOf = (all: readonly ChannelSummary[], id: string) => {
    const at = all.findIndex((each) => each.id === id);
    return { number: at + 1, count: all.length, priority: all[at]?.priority ?? 0, name: all[at]?.name ?? '' };
  };
  const grab = (id: string): void => {
    setMoving({ id, list });
    setSaid(t('order.grabbed', placeOf(list, id)));
  };
  const moveTo = (id: string, to: number): void => {
    const next = moved(list, id, Math.max(0, Math.min(to, list.length - 1)));
    setMoving({ id, list: next });
    setSaid(t('order.moved', placeOf(next, id)));
  };
  const drop = (): void => {
    if (!moving) return;
    setMoving(undefined);
    setSaid(t('order.dropped', placeOf(moving.list, moving.id)));
    const order = orderOf(moving.list, standing);
    if (
      moving.list.every(({ id }, index) => id === standing[index]?.id) &&
      order.every((each) => !('priority' in each))
    )
      return;
    setDropped(moving.list);
    save.mutate({ body: { channels: order } }, { onSettled: () => setDropped(undefined) });
  };
  const cancel = (): void => {
    setMoving(undefined);
    setSaid(t('order.cancelled'));
  };
  const onKey = (event: KeyboardEvent, id: string): void => {
    const steps: { readonly [key: string]: number } = { ArrowUp: -1, ArrowDown: 1 };
    const step = steps[event.key];
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      if (moving) drop();
      else grab(id);
    } else if (moving && step !== undefined) {
      event.preventDefault();
      moveTo(id, list.findIndex((each) => each.id === id) + step);
    } else if (moving && event.key === 'Escape') cancel();
  };
  return {
    ...{ list, moving: moving?.id, error: save.error, said, grab, drop, cancel, onKey },
    moveOnto: (onto) => {
      if (moving && moving.id !== onto)
        moveTo(
          moving.id,
          list.findIndex((each) => each.id === onto),
        );
    },
  };
}
