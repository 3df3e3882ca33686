/**
 * Money is counted in whole billionths of a dollar: 0.1 + 0.2 is 0.3. Amounts travel as dollars, because the number nearest to
 * such a decimal stands for exactly one count of billionths (up to nine million dollars).
 */
const NANO_PER_USD = 1_000_000_000;

/** US dollars → billionths, rounded. */
export const toNano = (usd: number): number => Math.round(usd * NANO_PER_USD);
/** Billionths → US dollars. */
export const fromNano = (nano: number): number => nano / NANO_PER_USD;

/** The sum in US dollars, without drift. */
export const sumUsd = (amounts: readonly number[]): number =>
  fromNano(amounts.reduce((sum, usd) => sum + toNano(usd), 0));

/**
 * What `quantity` costs at `usd` for every `per` of them, rounded half up to a billionth.
 * @param quantity whole and not negative, as `per`
 */
export function multiplyUsd(usd: number, quantity: number, per = 1): number {
  const [whole, divisor] = [BigInt(toNano(usd)) * BigInt(quantity), BigInt(per)];
  return fromNano(Number((2n * whole + divisor) / (2n * divisor)));
}
