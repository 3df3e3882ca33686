import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Price } from '../../contract/capability.ts';
import { GatewayError, invalid } from '../../contract/error.ts';
import { dayOf, pricesOn } from '../../metering/price-list.ts';
import { readPrices } from '../../models/price-book.ts';
import type { ModelRegistry } from '../../models/registry.ts';
import type { Channel } from '../../routing/channel.ts';
import type { PriceRecords, PriceRow } from '../../storage/ports.ts';
import { priceRoutes as routes } from '../contract/prices.ts';
import { type Handler, handle } from '../serving/handler.ts';

type Known = Omit<z.input<typeof routes.known.reply>['items'][number], 'overridden'>;
type Served = z.input<typeof routes.served.reply>['items'][number];
type View = z.input<typeof routes.set.reply>;

export interface PriceParts {
  readonly records: PriceRecords;
  readonly registry: ModelRegistry;
  /** Those requests may go to. */
  readonly channels: () => readonly Channel[];
  /** Names of all channels of the database and the configuration, by their ids. */
  readonly channelNames: () => ReadonlyMap<string, string>;
  readonly known: () => readonly Known[];
  readonly served: () => readonly Served[];
  /** What the provider's catalogue asks for the model. */
  readonly cataloguePrices: (provider: string, model: string) => readonly Price[];
  /** Unix milliseconds. */
  readonly now: () => number;
}

export const priceHandlers = (parts: PriceParts): Handler[] => [
  handle(routes.known, async ({ query }) => knownModels(parts, query)),
  handle(routes.served, async () => ({ items: [...parts.served()] })),
  handle(routes.list, async ({ query }) => listed(parts, query)),
  handle(routes.set, async ({ body, actor, call }) => {
    const row = await set(parts, body, actor.id);
    call.note({ id: row.id, model: row.model });
    return shown(parts, row);
  }),
  handle(routes.delete, async ({ params: { id } }) => {
    const row = parts.registry.prices().find((each) => each.id === id);
    if (!row) throw new GatewayError('not_found', 'There is no such version.', { field: 'id' });
    if (row.validFrom <= parts.now()) {
      throw invalid('id', 'This version holds or has held: set a new one instead, or null to end it.');
    }
    await parts.records.delete(id);
    await parts.registry.changed();
    return undefined;
  }),
  handle(routes.effective, async ({ query }) => effective(parts, query)),
];

async function set(
  { records, registry, channelNames, now }: PriceParts,
  given: z.output<typeof routes.set.body>,
  createdBy: string,
): Promise<PriceRow> {
  const { model, channel, prices, source, note, validFrom = now() } = given;
  if (channel !== null && !channelNames().has(channel)) throw invalid('channel', 'There is no such channel.');
  // What was charged stays what it was.
  if (validFrom < now() - CLOCKS_DIFFER_MS)
    throw invalid('validFrom', 'A price cannot hold from a moment that is over.');
  const row: PriceRow = {
    id: `pr_${randomBytes(10).toString('hex')}`,
    ...{ model, channelId: channel, validFrom, source, note, createdAt: now(), createdBy },
    prices: prices && JSON.stringify(prices),
  };
  await records.insert(row);
  await registry.changed();
  return row;
}

const CLOCKS_DIFFER_MS = 60_000;

function listed(parts: PriceParts, query: z.output<typeof routes.list.query>) {
  const { model, channel, state, cursor, limit } = query;
  const now = parts.now();
  const book = parts.registry.priceBook();
  const isValid = (row: PriceRow): boolean => book.versionAt(row.model, row.channelId, now) === row;
  const rows = parts.registry
    .prices()
    .filter((row) => model === undefined || row.model === model)
    .filter((row) => channel === undefined || row.channelId === channel)
    .filter((row) => state === 'all' || (state === 'valid' ? isValid(row) : row.validFrom > now));
  return page(rows, { cursor, limit, idOf: ({ id }) => id, show: (row) => shown(parts, row) });
}

function knownModels(parts: PriceParts, query: z.output<typeof routes.known.query>) {
  const { search = '', provider, kind, retired, cursor, limit } = query;
  const book = parts.registry.priceBook();
  const now = parts.now();
  const models = parts
    .known()
    .filter((model) => provider === undefined || model.provider === provider)
    .filter((model) => kind === undefined || (kind === 'text' ? model.text : model.image !== null))
    .filter((model) => retired === 'true' || model.retired === null)
    .filter(({ id, title }) => `${id}\n${title}`.toLowerCase().includes(search.toLowerCase()));
  return page(models, {
    ...{ cursor, limit, idOf: (model: Known) => `${model.provider}/${model.id}` },
    show: (model) => ({ ...model, overridden: book.versionAt(model.id, null, now) !== undefined }),
  });
}

interface Cut<Row, Item> {
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly idOf: (row: Row) => string;
  readonly show: (row: Row) => Item;
}

/** A page of what is in memory; a cursor is the last entry of the page before. */
function page<Row, Item>(rows: readonly Row[], { cursor, limit, idOf, show }: Cut<Row, Item>) {
  const start = cursor === undefined ? 0 : rows.findIndex((row) => idOf(row) === cursor) + 1;
  const some = rows.slice(start, start + limit);
  const last = some.at(-1);
  return { items: some.map(show), next: last && start + limit < rows.length ? idOf(last) : null };
}

function effective(parts: PriceParts, query: z.output<typeof routes.effective.query>) {
  const { model, channel: channelId, provider, at = parts.now() } = query;
  const version = parts.registry.priceBook().versionAt(model, channelId ?? null, at);
  if (version)
    return {
      origin: 'override',
      version: shown(parts, version),
      prices: copies(readPrices(version)),
    } as const;
  const channel = parts.channels().find(({ id }) => id === channelId);
  const catalogue =
    provider ?? channel?.provider.id ?? parts.known().find(({ id }) => id === model)?.provider;
  const prices = catalogue === undefined ? [] : parts.cataloguePrices(catalogue, model);
  const valid = pricesOn(dayOf(at), { id: model, prices });
  return {
    origin: valid.length > 0 ? 'catalogue' : 'unknown',
    version: null,
    prices: copies(valid),
  } as const;
}

const copies = (prices: readonly Price[]) => prices.map((price) => ({ ...price }));

function shown({ registry, channelNames }: PriceParts, row: PriceRow): View {
  const { id, model, channelId, validFrom, source, note, createdAt, createdBy } = row;
  const later = registry
    .prices()
    .filter((each) => each.model === model && each.channelId === channelId && isAfter(each, row))
    .map((each) => each.validFrom);
  return {
    ...{ id, model, validFrom, source, note, createdAt, createdBy },
    channel: channelId,
    channelName: channelId === null ? null : (channelNames().get(channelId) ?? null),
    prices: row.prices === null ? null : (JSON.parse(row.prices) as View['prices']),
    validUntil: later.length > 0 ? Math.min(...later) : null,
  };
}

const isAfter = (one: PriceRow, other: PriceRow): boolean =>
  one.validFrom > other.validFrom || (one.validFrom === other.validFrom && one.createdAt > other.createdAt);
