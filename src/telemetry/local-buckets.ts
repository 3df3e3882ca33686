import { tzOffset } from '@date-fns/tz';
import { DAY_MS, HOUR_MS } from '../lib/durations.ts';
import type { Offset } from '../storage/ports.ts';

export type BucketSize = 'minute' | 'hour' | 'day' | 'month';

/** A stretch of a chart, as people of the time zone name it. */
export interface Bucket {
  /** Unix milliseconds; `to` is the first moment that no longer belongs to it. */
  readonly from: number;
  readonly to: number;
  /** Local time as far as it matters: `2026-11`, `2026-11-27`, `2026-11-27T15:00`. */
  readonly label: string;
}

const MINUTE_MS = 60_000;
const LENGTH = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS };

/** How far local time is ahead of UTC, and since when, between two moments. @param timeZone IANA name */
export function offsetsBetween(timeZone: string, since: number, until: number): Offset[] {
  const offsetAt = (at: number): number => Math.round(tzOffset(timeZone, new Date(at)) * MINUTE_MS);
  const offsets: Offset[] = [{ from: since, offsetMs: offsetAt(since) }];
  for (let at = since; at < until; at += DAY_MS) {
    const next = Math.min(at + DAY_MS, until);
    if (offsetAt(next) !== offsetAt(at))
      offsets.push({ from: change(offsetAt, at, next), offsetMs: offsetAt(next) });
  }
  return offsets;
}

/** The minute at which clocks are changed. */
function change(offsetAt: (at: number) => number, before: number, after: number): number {
  let [low, high] = [Math.floor(before / MINUTE_MS), Math.ceil(after / MINUTE_MS)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * MINUTE_MS) === offsetAt(before)) low = middle;
    else high = middle;
  }
  return high * MINUTE_MS;
}

/** Every bucket that has a part of the time, in order. An hour that comes twice is one bucket, as long as two. */
export function bucketsBetween(
  size: BucketSize,
  offsets: readonly Offset[],
  since: number,
  until: number,
): Bucket[] {
  const buckets: Bucket[] = [];
  for (let local = startOf(size, since + offsetOf(offsets, since)); ; local = nextOf(size, local)) {
    const from = toUtc(offsets, local);
    if (from >= until) return buckets;
    const to = toUtc(offsets, nextOf(size, local));
    // An hour that clocks skip has no moment.
    if (to > from) buckets.push({ from, to, label: labelOf(size, local) });
  }
}

/** The label of the bucket that begins at this local time. */
export function labelOf(size: BucketSize, local: number): string {
  const text = new Date(local).toISOString();
  return text.slice(0, size === 'month' ? 7 : size === 'day' ? 10 : 16);
}

/** Local start of the bucket that a local time lies in. */
export function startOf(size: BucketSize, local: number): number {
  if (size !== 'month') return local - (local % LENGTH[size]);
  const date = new Date(local);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function nextOf(size: BucketSize, local: number): number {
  if (size !== 'month') return local + LENGTH[size];
  const date = new Date(local);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

const offsetOf = (offsets: readonly Offset[], at: number): number =>
  (offsets.findLast(({ from }) => from <= at) ?? offsets[0])?.offsetMs ?? 0;

/** The first moment at which clocks show this time or a later one. */
function toUtc(offsets: readonly Offset[], local: number): number {
  for (const [index, { from, offsetMs }] of offsets.entries()) {
    const end = offsets[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    const at = local - offsetMs;
    if (at < end) return index === 0 ? at : Math.max(at, from);
  }
  return local;
}
