import { TZDate } from '@date-fns/tz';
import { addDays } from 'date-fns/addDays';
import { addMonths } from 'date-fns/addMonths';
import { startOfDay } from 'date-fns/startOfDay';
import { startOfMonth } from 'date-fns/startOfMonth';
import type { Period } from '../../contract/quota.ts';
import { HOUR_MS } from '../../lib/durations.ts';

/** Unix milliseconds; `end` is the first moment that no longer belongs to it, null where there is none. */
export interface Span {
  readonly start: number;
  readonly end: number | null;
}

const MINUTE_MS = 60_000;

/**
 * The running minute, hour, day or month. Days have 23 or 25 hours where clocks are changed.
 * @param now Unix milliseconds
 * @param timeZone IANA name; matters for days and months
 */
export function spanOf(period: Period, now: number, timeZone: string): Span {
  switch (period) {
    case 'minute':
      return fixed(now, MINUTE_MS);
    case 'hour':
      return fixed(now, HOUR_MS);
    case 'day': {
      const start = startOfDay(new TZDate(now, timeZone));
      return { start: start.getTime(), end: addDays(start, 1).getTime() };
    }
    case 'month': {
      const start = startOfMonth(new TZDate(now, timeZone));
      return { start: start.getTime(), end: addMonths(start, 1).getTime() };
    }
    case 'total':
      return { start: 0, end: null };
  }
}

function fixed(now: number, length: number): Span {
  const start = now - (now % length);
  return { start, end: start + length };
}
