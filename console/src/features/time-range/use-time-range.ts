import { useState } from 'react';
import { useUrlState } from '@/app/url-state.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Stretches of time that end now, in milliseconds. */
export const RANGES = {
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  quarter: 90 * DAY_MS,
} as const;
export type RangeName = keyof typeof RANGES | 'all' | 'custom';

export interface TimeRange {
  readonly name: RangeName;
  /** Unix milliseconds; undefined: from the beginning. */
  readonly since: number | undefined;
  /** Unix milliseconds; undefined: until now. */
  readonly until: number | undefined;
}

/** Which stretch of time is shown; it stands in the address as `range`, or `since` and `until`. */
export function useTimeRange(otherwise: RangeName): [TimeRange, (range: TimeRange) => void] {
  const [{ range, since, until }, change] = useUrlState();
  // A range that moved with every drawing would be another question each time.
  const [now, setNow] = useState(() => Date.now());
  const name = isName(range) ? range : since || until ? 'custom' : otherwise;
  const length = name in RANGES ? RANGES[name as keyof typeof RANGES] : undefined;
  const shown: TimeRange = {
    name,
    since: length === undefined ? moment(since) : now - length,
    until: name === 'custom' ? moment(until) : undefined,
  };
  return [
    shown,
    (next) => {
      setNow(Date.now());
      const isCustom = next.name === 'custom';
      change({
        range: next.name === otherwise ? undefined : next.name,
        since: isCustom && next.since ? String(next.since) : undefined,
        until: isCustom && next.until ? String(next.until) : undefined,
      });
    },
  ];
}

const isName = (name: string | undefined): name is RangeName =>
  name !== undefined && (name in RANGES || name === 'all' || name === 'custom');

const moment = (text: string | undefined): number | undefined => Number(text) || undefined;
