import type { Price } from './capability.ts';

/** What something cost. Where a price or a count is missing the cost is unknown, never 0. */
export type Cost = KnownCost | UnknownCost;

export interface KnownCost {
  /** US dollars, a whole number of billionths. */
  readonly usd: number;
  /** What it was worked out from; `provider`: the provider said it, `free`: the call failed and such calls are not billed. */
  readonly basis: CostBasis;
  /** A price it was worked out from is only near the billed one. */
  readonly approximate?: true;
  /** Add up to `usd`. */
  readonly lines: readonly CostLine[];
}

export interface UnknownCost {
  /** Why, in one sentence for a person. */
  readonly unknown: string;
  /** US dollars of the parts that are known. */
  readonly atLeast?: number;
}

export type CostBasis = 'provider' | 'tokens' | 'images' | 'megapixels' | 'requests' | 'mixed' | 'free';

export interface CostLine {
  /** `call`: the provider named the price of the whole. */
  readonly what: Price['what'] | 'call';
  readonly variant?: string;
  /** Tokens, pictures, megapixels or calls that were paid for. */
  readonly quantity: number;
  readonly usd: number;
}

export const isKnown = (cost: Cost | undefined): cost is KnownCost => cost !== undefined && 'usd' in cost;
