import type { Price } from '../contract/capability.ts';
import type { Cost, CostBasis, CostLine } from '../contract/cost.ts';
import { fromNano, multiplyUsd, sumUsd, toNano } from './nano-usd.ts';
import { mergeBasis, mergeLines } from './sum-costs.ts';

/** One position of a bill: its price, or why it cannot be told. */
export type Item = PricedItem | { readonly unknown: string };

interface PricedItem {
  readonly line: CostLine;
  readonly price: Price;
}

const isPriced = (item: Item): item is PricedItem => 'line' in item;

/** @param count tokens, pictures, pixels or calls, as the price's unit wants them */
export function itemOf(price: Price, count: number): PricedItem {
  const { what, variant, usd } = price;
  const unit = UNITS[price.per];
  const line = {
    what,
    ...(variant !== undefined && { variant }),
    quantity: price.per === 'megapixel' ? count / unit : count,
    usd: multiplyUsd(usd, count, unit),
  };
  return { line, price };
}

const UNITS: { readonly [per in Price['per']]: number } = {
  million_tokens: 1_000_000,
  megapixel: 1_000_000,
  image: 1,
  request: 1,
};

const BASES: { readonly [per in Price['per']]: CostBasis } = {
  million_tokens: 'tokens',
  megapixel: 'megapixels',
  image: 'images',
  request: 'requests',
};

/** The sum of a bill; unknown as soon as one position is. */
export function billOf(items: readonly Item[]): Cost {
  const priced = items.filter(isPriced);
  const usd = sumUsd(priced.map(({ line }) => line.usd));
  const unknown = items.find((item) => !isPriced(item));
  if (unknown && !isPriced(unknown)) return { ...unknown, ...(usd > 0 && { atLeast: usd }) };
  return {
    usd,
    basis: priced.map(({ price }) => BASES[price.per]).reduce(mergeBasis, 'free'),
    ...(priced.some(({ price }) => price.approximate) && { approximate: true }),
    lines: mergeLines(priced.map(({ line }) => line)).filter(({ quantity }) => quantity > 0),
  };
}

/** What the provider itself says a call cost. */
export function reportedCost(usd: number): Cost {
  if (usd < 0) return { unknown: 'The provider reported a cost below zero.' };
  const exact = fromNano(toNano(usd));
  return { usd: exact, basis: 'provider', lines: [{ what: 'call', quantity: 1, usd: exact }] };
}
