import type { UsageStep, UsageStretch } from '../storage/ports.ts';

const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** What percentiles and sizes of pictures are kept by. */
export const COARSE_STEPS = [DAY_MS, QUARTER_MS] as const;
/** What sums for good are kept by. */
export const ALL_STEPS = [DAY_MS, HOUR_MS, QUARTER_MS] as const;

/**
 * The stretches that are exactly this time, by the longest steps that fit: days in the middle, shorter ones towards the ends. The
 * time is widened to whole steps of the shortest kind.
 * @param since Unix milliseconds
 * @param steps longest first, each of them a multiple of the next
 */
export function stretchesOf(since: number, until: number, steps: readonly UsageStep[]): UsageStretch[] {
  const [step, ...shorter] = steps;
  if (step === undefined) return [];
  if (shorter.length === 0) return [{ step, since: since - (since % step), until }];
  const first = Math.ceil(since / step) * step;
  const last = Math.floor(until / step) * step;
  if (first >= last) return stretchesOf(since, until, shorter);
  return [
    ...(since < first ? stretchesOf(since, first, shorter) : []),
    { step, since: first, until: last },
    ...(last < until ? stretchesOf(last, until, shorter) : []),
  ];
}
