import type { ChannelSummary } from '../channel-view.ts';

/** Lower priorities first, those of one priority in the order they have. */
export const inOrder = (channels: readonly ChannelSummary[]): ChannelSummary[] =>
  channels.toSorted((one, other) => one.priority - other.priority);

/**
 * The list with one channel in another place. Where its priority does not fit between those above and below, it takes the nearer one.
 * @param to index in the list without it
 */
export function moved(list: readonly ChannelSummary[], id: string, to: number): ChannelSummary[] {
  const channel = list.find((each) => each.id === id);
  if (!channel) return [...list];
  const others = list.filter((each) => each.id !== id);
  const least = others[to - 1]?.priority ?? 0;
  const most = others[to]?.priority ?? Number.POSITIVE_INFINITY;
  const priority = Math.min(Math.max(channel.priority, least), most);
  return others.toSpliced(to, 0, { ...channel, priority });
}

/** What the gateway is told: those of the database in their order, and the priority that is another one now. */
export const orderOf = (list: readonly ChannelSummary[], before: readonly ChannelSummary[]) => {
  const known = new Map(before.map(({ id, priority }) => [id, priority]));
  return list
    .filter(({ readOnly }) => !readOnly)
    .map(({ id, priority }) => ({ id, ...(known.get(id) !== priority && { priority }) }));
};

/** By priority, each group in order. */
export function groupsOf(list: readonly ChannelSummary[]): readonly (readonly [number, ChannelSummary[]])[] {
  return [...Map.groupBy(list, ({ priority }) => priority)];
}
