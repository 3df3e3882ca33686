import { FreshRead } from '../lib/fresh-read.ts';
import type { Catalog } from '../routing/catalog.ts';
import type { ModelRecords, ModelRow, PriceRecords, PriceRow, Shared } from '../storage/ports.ts';
import { documentOf, entryOf } from './document.ts';
import { type PriceBook, priceBook } from './price-book.ts';

/** Everything operators have said about models, in memory: requests never wait for the database. */
export interface ModelRegistry {
  /** As of now. */
  catalog(): Catalog;
  /** By name. */
  models(): readonly ModelRow[];
  /** Every version of every price, newest first. */
  prices(): readonly PriceRow[];
  priceBook(): PriceBook;
  /** Reads the database again, here and on every other node. To be awaited after a change is committed. */
  changed(): Promise<void>;
  close(): Promise<void>;
}

export interface ModelRegistryOptions {
  readonly models: ModelRecords;
  readonly prices: PriceRecords;
  readonly shared: Shared;
  /** Names without an entry cannot be asked for. */
  readonly onlyEntries: () => boolean;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Told when the database could not be read; what was read before stays in use. */
  readonly onTrouble: (error: unknown) => void;
}

const TOPIC = 'model-changes';

/** @throws when the database cannot be read at first */
export async function openModelRegistry(options: ModelRegistryOptions): Promise<ModelRegistry> {
  const { models, prices, shared, onlyEntries, now, onTrouble } = options;
  let known = readAll([], []);
  const read = async (): Promise<void> => {
    known = readAll(...(await Promise.all([models.all(), prices.all()])));
  };
  const fresh = new FreshRead(read, onTrouble);
  // Listening comes first: a change between reading and listening would be missed.
  const stop = await shared.subscribe(TOPIC, () => void fresh.refresh());
  await read();
  return {
    catalog: () => ({
      entries: known.entries,
      onlyEntries: onlyEntries(),
      priced: (channel, model, card) => known.book.priced(card, model, channel.id, now()),
    }),
    models: () => known.rows,
    prices: () => known.prices,
    priceBook: () => known.book,
    changed: async () => {
      await shared.publish(TOPIC, '');
      // Who made the change sees it at once, whenever the announcement comes back.
      await fresh.refresh();
    },
    close: async () => {
      fresh.stop();
      await stop();
    },
  };
}

const readAll = (rows: readonly ModelRow[], prices: readonly PriceRow[]) => ({
  rows,
  prices,
  entries: new Map(rows.map((row) => [row.name, entryOf(row, documentOf(row))])),
  book: priceBook(prices),
});
