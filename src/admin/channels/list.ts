import type { z } from 'zod';
import type { channelRoutes } from '../contract/channels.ts';
import type { ChannelParts } from './parts.ts';
import { fixedSummary, type Summary, storedSummary } from './view.ts';

type Query = z.output<typeof channelRoutes.list.query>;

/**
 * A page of the channels that are asked for: the configuration's first, then the database's by position. They all are in memory, so
 * pages and searches cost no query.
 */
export function listChannels(parts: ChannelParts, query: Query): { items: Summary[]; next: string | null } {
  const found = everyChannel(parts).filter((entry) => matches(entry, query));
  // A cursor is the last entry of the page before; where that is gone, everything begins anew.
  const start = query.cursor === undefined ? 0 : found.findIndex(({ item }) => item.id === query.cursor) + 1;
  const page = found.slice(start, start + query.limit).map(({ item }) => item);
  const last = page.at(-1);
  return { items: page, next: last && start + page.length < found.length ? last.id : null };
}

interface Entry {
  readonly item: Summary;
  readonly note: string;
}

function everyChannel({ registry, router }: ChannelParts): Entry[] {
  const known = router.known();
  return [
    ...registry
      .fixed()
      .map((channel) => ({ item: fixedSummary(channel, known.get(channel.id) ?? []), note: '' })),
    ...registry.stored().map((read) => ({
      item: storedSummary(read, known.get(read.row.id) ?? []),
      note: read.document.note,
    })),
  ];
}

function matches({ item, note }: Entry, { search, type, tag, state }: Query): boolean {
  if (type !== undefined && item.type !== type) return false;
  if (tag !== undefined && !item.tags.includes(tag)) return false;
  if (!isIn(item, state)) return false;
  if (search === undefined) return true;
  const text = [item.name, item.type, item.url, ...item.tags, note].join('\n').toLowerCase();
  return text.includes(search.toLowerCase());
}

function isIn({ enabled, archivedAt, health, problem }: Summary, state: Query['state']): boolean {
  if (state === 'all') return true;
  if (state === 'archived') return archivedAt !== null;
  if (archivedAt !== null) return false;
  if (state === 'unwell') return enabled && (problem !== null || health === 'open' || health === 'probing');
  return state === 'active' || enabled === (state === 'enabled');
}
