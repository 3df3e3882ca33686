import type { z } from 'zod';
import { invalid } from '../../contract/error.ts';
import type { ChannelChange } from '../../storage/ports.ts';
import type { channelRoutes } from '../contract/channels.ts';
import { storedChannel } from './find.ts';
import type { ChannelParts } from './parts.ts';

type Action = z.output<typeof channelRoutes.bulk.body>['action'];

/** @returns how many there were to change @throws GatewayError where one of them does not exist; then none is changed */
export async function changeMany(
  parts: ChannelParts,
  ids: readonly string[],
  action: Action,
): Promise<number> {
  const rows = [...new Set(ids)].map((id) => storedChannel(parts, id).row);
  const change = changeBy(action, parts.now());
  await parts.records.updateMany(rows.map(({ id }) => ({ id, change })));
  await parts.registry.changed();
  return rows.length;
}

function changeBy(action: Action, now: number): ChannelChange {
  switch (action) {
    case 'enable':
      return { enabled: true, updatedAt: now };
    case 'disable':
      return { enabled: false, updatedAt: now };
    case 'archive':
      return { archivedAt: now, updatedAt: now };
    case 'restore':
      return { archivedAt: null, updatedAt: now };
  }
}

type Order = z.output<typeof channelRoutes.order.body>['channels'];

/** Those that are not named come after the others, in the order they had. */
export async function orderChannels(parts: ChannelParts, order: Order): Promise<void> {
  const named = new Map(order.map((entry) => [storedChannel(parts, entry.id).row.id, entry]));
  if (named.size !== order.length) throw invalid('channels', 'A channel is named twice.');
  const others = parts.registry.stored().filter(({ row }) => !named.has(row.id));
  const changes = [...named.keys(), ...others.map(({ row }) => row.id)].map((id, position) => {
    const priority = named.get(id)?.priority;
    return { id, change: { position, ...(priority !== undefined && { priority }), updatedAt: parts.now() } };
  });
  await parts.records.updateMany(changes);
  await parts.registry.changed();
}

/** @throws GatewayError `invalid_request` while it is in use */
export async function deleteChannel(parts: ChannelParts, id: string): Promise<void> {
  const { row } = storedChannel(parts, id);
  if (row.archivedAt === null)
    throw invalid('id', 'Archive the channel first: only archived ones can be deleted.');
  await parts.records.delete(id);
  await parts.registry.changed();
}
