import { expect, it } from 'vitest';
import type { UsageQuery, UsageRecords } from '../storage/ports.ts';
import { usageReport } from './usage-report.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 28, 12, 40);

/** The step that a report over so many days reads. */
async function stepOf(days: number, timeZone: string): Promise<number> {
  const asked: UsageQuery[] = [];
  const usage = {
    sums: async (query: UsageQuery) => {
      asked.push(query);
      return [];
    },
  } as unknown as UsageRecords;
  const range = { since: NOW - days * DAY, until: NOW };
  await usageReport(usage, { ...range, bucket: 'day', timeZone, by: ['channel'], filter: {} }, NOW);
  return asked[0]?.step ?? 0;
}

it('reads hours for long reports where local days begin at one, clocks that change included', async () => {
  expect(await stepOf(90, 'UTC')).toBe(3_600_000);
  expect(await stepOf(90, 'Europe/Berlin')).toBe(3_600_000);
  expect(await stepOf(90, 'Asia/Shanghai')).toBe(3_600_000);
});

it('reads quarters of an hour for short ones, and where local days begin at half past', async () => {
  expect(await stepOf(6, 'UTC')).toBe(900_000);
  expect(await stepOf(90, 'Asia/Kolkata')).toBe(900_000);
  expect(await stepOf(90, 'Asia/Kathmandu')).toBe(900_000);
  expect(await stepOf(90, 'Australia/Lord_Howe')).toBe(900_000);
});
