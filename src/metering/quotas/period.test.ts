import { expect, it } from 'vitest';
import { spanOf } from './period.ts';

const at = (text: string): number => Date.parse(text);

it.each([
  ['minute', 'UTC', '2026-11-27T10:20:30Z', '2026-11-27T10:20:00Z', '2026-11-27T10:21:00Z'],
  ['hour', 'UTC', '2026-11-27T10:20:30Z', '2026-11-27T10:00:00Z', '2026-11-27T11:00:00Z'],
  ['day', 'UTC', '2026-11-27T23:59:59Z', '2026-11-27T00:00:00Z', '2026-11-28T00:00:00Z'],
  ['day', 'Asia/Shanghai', '2026-11-27T16:00:00Z', '2026-11-27T16:00:00Z', '2026-11-28T16:00:00Z'],
  // Clocks are set back in this night: the day has 25 hours.
  ['day', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
  ['month', 'America/New_York', '2026-12-01T04:59:59Z', '2026-11-01T04:00:00Z', '2026-12-01T05:00:00Z'],
] as const)('a %s in %s at %s', (period, zone, now, start, end) => {
  expect(spanOf(period, at(now), zone)).toEqual({ start: at(start), end: at(end) });
});

it('everything since the beginning has no end', () => {
  expect(spanOf('total', at('2026-11-27T10:20:30Z'), 'UTC')).toEqual({ start: 0, end: null });
});
