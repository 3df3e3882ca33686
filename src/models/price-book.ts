import type { ModelCard, Price } from '../contract/capability.ts';
import type { PriceRow } from '../storage/ports.ts';

/** What models cost where an operator has said so, at any time. */
export interface PriceBook {
  /** The version that holds; the channel's own goes before one for all channels. @param at Unix milliseconds */
  versionAt(model: string, channelId: string | null, at: number): PriceRow | undefined;
  /** The card with the prices that hold. */
  priced(card: ModelCard, model: string, channelId: string, at: number): ModelCard;
}

/** @param rows newest first */
export function priceBook(rows: readonly PriceRow[]): PriceBook {
  const versions = Map.groupBy(rows, ({ model, channelId }) => keyOf(model, channelId));
  const prices = new Map<PriceRow, readonly Price[]>();
  const newest = (key: string, at: number): PriceRow | undefined => {
    const found = versions.get(key)?.find(({ validFrom }) => validFrom <= at);
    return found?.prices === null ? undefined : found;
  };
  const versionAt = (model: string, channelId: string | null, at: number): PriceRow | undefined =>
    (channelId === null ? undefined : newest(keyOf(model, channelId), at)) ?? newest(keyOf(model, null), at);
  const pricesOf = (row: PriceRow): readonly Price[] => {
    const known = prices.get(row) ?? readPrices(row);
    prices.set(row, known);
    return known;
  };
  return {
    versionAt,
    priced(card, model, channelId, at) {
      if (rows.length === 0) return card;
      const version = versionAt(model, channelId, at);
      return version ? { ...card, prices: pricesOf(version) } : card;
    },
  };
}

const keyOf = (model: string, channelId: string | null): string => JSON.stringify([model, channelId]);

/** As metering takes them; each says where it comes from. */
export const readPrices = ({ prices, source, validFrom }: PriceRow): readonly Price[] =>
  (JSON.parse(prices ?? '[]') as Omit<Price, 'source'>[]).map((price) => ({
    ...price,
    source: `${source}, ${new Date(validFrom).toISOString().slice(0, 10)}`,
  }));
