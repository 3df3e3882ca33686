import { type Cost, isKnown } from '../../contract/cost.ts';

/** `AH-Cost`: US dollars as a decimal without an exponent, as `0.0336`. Undefined where the cost is unknown. */
export function costHeader(cost: Cost | undefined): string | undefined {
  if (!isKnown(cost)) return undefined;
  return cost.usd.toFixed(9).replace(/\.?0+$/, '');
}
