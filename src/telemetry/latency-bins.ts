/** Bins per doubling: neighbours are 9 % of each other at most. */
const PER_DOUBLING = 4;

/** The bin of a duration: about 19 % wide, so that a percentile read from bins is off by 9 % at most. @param ms 0 and up */
export const latencyBin = (ms: number): number => Math.round(Math.log2(Math.max(1, ms)) * PER_DOUBLING);

/** Milliseconds in the middle of a bin. */
const middleOf = (bin: number): number => Math.round(2 ** (bin / PER_DOUBLING));

/**
 * The duration that this share of requests did not exceed, in milliseconds; null of nothing.
 * @param share 0–1, as 0.95
 */
export function percentile(
  counts: readonly { readonly bin: number; readonly requests: number }[],
  share: number,
): number | null {
  const sorted = [...counts].sort((a, b) => a.bin - b.bin);
  const total = sorted.reduce((sum, { requests }) => sum + requests, 0);
  let seen = 0;
  for (const { bin, requests } of sorted) {
    seen += requests;
    if (seen >= share * total) return middleOf(bin);
  }
  return null;
}
