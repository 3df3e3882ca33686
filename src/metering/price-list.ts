import type { ModelCard, Price } from '../contract/capability.ts';
import { DAY_MS } from '../lib/durations.ts';

export interface PriceQuery {
  readonly what: Price['what'];
  readonly per: readonly Price['per'][];
  /** What the priced thing may be called; a price with another variant does not fit. */
  readonly variants?: readonly string[];
  /** What `above` and `upTo` are held against; unknown fits no bounds. */
  readonly measure?: number;
}

/** Nearly all requests of a day ask for the same one, and writing it costs as much as all look-ups of prices together. */
let latest = { day: Number.NaN, text: '' };

/** The day in UTC, as `2026-11-23`. @param time Unix milliseconds */
export function dayOf(time: number): string {
  const day = Math.floor(time / DAY_MS);
  if (day !== latest.day) latest = { day, text: new Date(time).toISOString().slice(0, 10) };
  return latest.text;
}

/** @param day in UTC, as `2026-11-23` */
export const pricesOn = (day: string, { prices = [] }: ModelCard): readonly Price[] =>
  prices.filter(
    ({ from, until }) => (from === undefined || day >= from) && (until === undefined || day <= until),
  );

/** The fitting price with the most conditions, the first of equals. */
export function findPrice(prices: readonly Price[], query: PriceQuery): Price | undefined {
  let best: Price | undefined;
  // A dozen times for every answer, over all prices of its model.
  for (const price of prices) {
    if (price.what !== query.what || !query.per.includes(price.per) || !fits(price, query)) continue;
    if (!best || conditions(price) > conditions(best)) best = price;
  }
  return best;
}

function fits({ variant, above, upTo }: Price, { variants = [], measure }: PriceQuery): boolean {
  if (variant !== undefined && !variants.includes(variant)) return false;
  if (above === undefined && upTo === undefined) return true;
  return measure !== undefined && measure > (above ?? -1) && measure <= (upTo ?? Number.POSITIVE_INFINITY);
}

const conditions = ({ variant, above, upTo }: Price): number =>
  Number(variant !== undefined) + Number(above !== undefined) + Number(upTo !== undefined);
