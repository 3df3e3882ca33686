import { describe, expect, it } from 'vitest';
import type { UsageQuery, UsageRecords, UsageStretch } from '../storage/ports.ts';
import { type BucketSize, bucketsBetween, offsetsBetween } from './local-buckets.ts';
import { usageReport } from './usage-report.ts';

const QUARTER = 900_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 28, 12, 40);

interface Asked {
  readonly since?: number;
  readonly until?: number;
  readonly bucket?: BucketSize;
}

/** What a report reads. */
async function read(timeZone: string, { since = NOW - 90 * DAY, until = NOW, bucket }: Asked) {
  const asked: UsageQuery[] = [];
  const usage = {
    sums: async (query: UsageQuery) => {
      asked.push(query);
      return [];
    },
  } as unknown as UsageRecords;
  const query = { since, until, timeZone, by: ['channel'], filter: {}, ...(bucket && { bucket }) } as const;
  await usageReport(usage, query, NOW);
  return asked[0]?.stretches ?? [];
}

const steps = (stretches: readonly UsageStretch[]): number[] => stretches.map(({ step }) => step);

describe('what a report reads', () => {
  it('is days of UTC where it has no buckets, whatever the time zone, and shorter steps at both ends', async () => {
    const stretches = await read('Asia/Kathmandu', {});
    expect(steps(stretches)).toEqual([QUARTER, HOUR, DAY, HOUR, QUARTER]);
    expect(stretches[0]?.since).toBe(NOW - 90 * DAY - 10 * 60_000);
    expect(stretches.at(-1)?.until).toBe(NOW);
    for (const [index, { since }] of stretches.entries())
      expect(since).toBe(stretches[index - 1]?.until ?? since);
  });

  it('is hours where local days begin at one, clocks that change included', async () => {
    const bucket = 'day';
    expect(steps(await read('UTC', { bucket }))).toEqual([QUARTER, HOUR, DAY, HOUR, QUARTER]);
    for (const zone of ['Europe/Berlin', 'Asia/Shanghai', 'America/New_York'])
      expect(steps(await read(zone, { bucket }))).toEqual([QUARTER, HOUR, QUARTER]);
    expect(steps(await read('UTC', { bucket: 'hour', since: NOW - 3 * DAY }))).toEqual([
      QUARTER,
      HOUR,
      QUARTER,
    ]);
  });

  it('is hours but for the one in which local days begin, where that is at half past or at a quarter', async () => {
    for (const zone of ['Asia/Kolkata', 'Asia/Kathmandu']) {
      const stretches = await read(zone, { bucket: 'day' });
      expect(steps(stretches)).toEqual([QUARTER, HOUR, QUARTER, QUARTER]);
      // 18:30 and 18:15 of UTC.
      const cut = { from: 18 * HOUR, to: 19 * HOUR };
      expect(stretches.map(({ timeOfDay }) => timeOfDay)).toEqual([
        undefined,
        { ...cut, inside: false },
        { ...cut, inside: true },
        undefined,
      ]);
    }
    expect(steps(await read('Asia/Kolkata', { bucket: 'hour', since: NOW - 3 * DAY }))).toEqual([QUARTER]);
  });

  it('is every quarter once, and no step of two buckets', async () => {
    const zones = ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
    for (const zone of zones) {
      for (const bucket of ['hour', 'day', 'month'] as const) {
        const since = NOW - 75 * DAY - 7 * 60_000;
        const offsets = offsetsBetween(zone, since, NOW);
        const begins = new Set(bucketsBetween(bucket, offsets, since, NOW).map(({ from }) => from));
        const stretches = await read(zone, { bucket, since });
        for (let at = since - (since % QUARTER); at < NOW; at += QUARTER) {
          const [stretch, ...others] = stretches.filter((each) => holds(each, at));
          expect([others, stretch?.step]).toEqual([[], expect.any(Number)]);
          const { step = QUARTER } = stretch ?? {};
          // A bucket that begins here begins with a step.
          if (begins.has(at)) expect(at % step).toBe(0);
        }
      }
    }
  });
});

/** Whether a stretch reads the step that this moment lies in. */
function holds({ step, since, until, timeOfDay }: UsageStretch, at: number): boolean {
  const begin = at - (at % step);
  if (begin < since || begin >= until) return false;
  const time = begin % DAY;
  return !timeOfDay || (time >= timeOfDay.from && time < timeOfDay.to) === timeOfDay.inside;
}
