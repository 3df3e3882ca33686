import { describe, expect, it } from 'vitest';
import { type BucketSize, bucketsBetween, offsetsBetween } from './local-buckets.ts';

const HOUR = 3_600_000;
const at = (iso: string): number => Date.parse(iso);

function buckets(size: BucketSize, timeZone: string, since: string, until: string) {
  const offsets = offsetsBetween(timeZone, at(since), at(until));
  return bucketsBetween(size, offsets, at(since), at(until)).map(({ from, to, label }) => [
    label,
    new Date(from).toISOString().slice(0, 16),
    (to - from) / HOUR,
  ]);
}

describe('buckets of local time', () => {
  it('are days of the time zone, 23 and 25 hours long where clocks are changed', () => {
    expect(buckets('day', 'Europe/Berlin', '2026-03-28T12:00Z', '2026-03-30T12:00Z')).toEqual([
      ['2026-03-28', '2026-03-27T23:00', 24],
      ['2026-03-29', '2026-03-28T23:00', 23],
      ['2026-03-30', '2026-03-29T22:00', 24],
    ]);
    expect(buckets('day', 'Europe/Berlin', '2026-10-24T22:00Z', '2026-10-25T23:00Z')).toEqual([
      ['2026-10-25', '2026-10-24T22:00', 25],
    ]);
  });

  it('have an hour that comes twice once, and none that does not come', () => {
    expect(buckets('hour', 'Europe/Berlin', '2026-10-25T00:00Z', '2026-10-25T03:00Z')).toEqual([
      ['2026-10-25T02:00', '2026-10-25T00:00', 2],
      ['2026-10-25T03:00', '2026-10-25T02:00', 1],
    ]);
    expect(buckets('hour', 'Europe/Berlin', '2026-03-29T00:00Z', '2026-03-29T02:00Z')).toEqual([
      ['2026-03-29T01:00', '2026-03-29T00:00', 1],
      ['2026-03-29T03:00', '2026-03-29T01:00', 1],
    ]);
  });

  it('begin at quarters of an hour where the time zone does', () => {
    expect(buckets('day', 'Asia/Kathmandu', '2026-11-27T00:00Z', '2026-11-27T18:15Z')).toEqual([
      ['2026-11-27', '2026-11-26T18:15', 24],
    ]);
    expect(buckets('hour', 'Asia/Kathmandu', '2026-11-27T00:20Z', '2026-11-27T00:21Z')).toEqual([
      ['2026-11-27T06:00', '2026-11-27T00:15', 1],
    ]);
  });

  it('are calendar months', () => {
    expect(buckets('month', 'America/New_York', '2026-02-10T00:00Z', '2026-04-01T04:00Z')).toEqual([
      ['2026-02', '2026-02-01T05:00', 28 * 24],
      ['2026-03', '2026-03-01T05:00', 31 * 24 - 1],
    ]);
  });
});
