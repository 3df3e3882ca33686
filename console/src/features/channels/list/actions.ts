/** What can be done with one channel of the list, beside opening it. */
export type ChannelAction = 'test' | 'enable' | 'disable' | 'copy' | 'archive' | 'restore' | 'delete';

/** Those that make sense now, in the order they are offered. */
export function actionsFor({
  readOnly,
  enabled,
  archivedAt,
}: {
  readonly readOnly: boolean;
  readonly enabled: boolean;
  readonly archivedAt: number | null;
}): readonly ChannelAction[] {
  if (readOnly) return ['test'];
  if (archivedAt !== null) return ['restore', 'delete'];
  return ['test', enabled ? 'disable' : 'enable', 'copy', 'archive'];
}
