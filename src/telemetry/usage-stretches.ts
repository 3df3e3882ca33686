import { DAY_MS, HOUR_MS } from '../lib/durations.ts';
import type { Offset, UsageStep, UsageStretch } from '../storage/ports.ts';
import type { BucketSize } from './local-buckets.ts';

const QUARTER_MS = 900_000;

/** What percentiles and sizes of pictures are kept by. */
export const COARSE_STEPS = [DAY_MS, QUARTER_MS] as const;
/** What sums for good are kept by. */
const ALL_STEPS = [DAY_MS, HOUR_MS, QUARTER_MS] as const;

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

interface Bucketed {
  /** Unix milliseconds. */
  readonly since: number;
  readonly until: number;
  /** Absent: the whole time is one. */
  readonly bucket?: BucketSize;
}

/** Changes of clocks that hours are cut at: below the engines' limits of what one question is made of. */
const MOST_CHANGES = 20;

/** The time by the longest steps that lie in one bucket each, wherever local days begin. @param offsets of local time */
export function longestStretches(
  { since, until, bucket }: Bucketed,
  offsets: readonly Offset[],
): UsageStretch[] {
  if (bucket === undefined) return stretchesOf(since, until, ALL_STEPS);
  const wide = bucket === 'hour' ? HOUR_MS : DAY_MS;
  const fits = (step: number): boolean =>
    offsets.every(({ offsetMs }) => offsetMs % step === 0) && changesAt(offsets, step);
  const steps = ALL_STEPS.filter((step) => step === QUARTER_MS || (step <= wide && fits(step)));
  const cuts = steps.length === 1 && wide === DAY_MS && changesAt(offsets, QUARTER_MS);
  if (cuts && offsets.length <= MOST_CHANGES) return cutAtMidnight(since, until, offsets);
  return stretchesOf(since, until, steps);
}

/** Before the first of them nothing is read, so that it need not begin with a step. */
const changesAt = (offsets: readonly Offset[], step: number): boolean =>
  offsets.slice(1).every(({ from }) => from % step === 0);

/** Hours, but for the one in which local days begin, somewhere in its middle: that one by quarters. */
function cutAtMidnight(since: number, until: number, offsets: readonly Offset[]): UsageStretch[] {
  return offsets.flatMap(({ from, offsetMs }, index) => {
    const begin = index === 0 ? since : from;
    const end = offsets[index + 1]?.from ?? until;
    const midnight = ((-offsetMs % DAY_MS) + DAY_MS) % DAY_MS;
    const hour = midnight - (midnight % HOUR_MS);
    const cut = { from: hour, to: hour + HOUR_MS };
    return stretchesOf(begin, end, [HOUR_MS, QUARTER_MS]).flatMap((stretch): UsageStretch[] =>
      stretch.step === QUARTER_MS || midnight === hour
        ? [stretch]
        : [
            { ...stretch, timeOfDay: { ...cut, inside: false } },
            { ...stretch, step: QUARTER_MS, timeOfDay: { ...cut, inside: true } },
          ],
    );
  });
}
