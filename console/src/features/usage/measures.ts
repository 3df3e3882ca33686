import type { usageRoutes } from '@contract/usage.ts';
import type { CallReply } from '@/api/call.ts';
import type { Format } from '@/ui/format.ts';

export type Report = CallReply<typeof usageRoutes.report>;
export type UsageRow = Report['rows'][number];

export const DIMENSIONS = ['model', 'channel', 'keyId', 'userId', 'project'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const NANO = 1_000_000_000;

/** What can be drawn. */
export const MEASURES = [
  'cost',
  'requests',
  'images',
  'inputTokens',
  'outputTokens',
  'failedRequests',
] as const;
export type Measure = (typeof MEASURES)[number];

export const measured = (row: Report['totals'], measure: Measure): number =>
  measure === 'cost' ? row.costNanoUsd / NANO : row[measure];

export const inWords = (value: number, measure: Measure, format: Format): string =>
  measure === 'cost' ? format.cost(Math.round(value * NANO)) : format.number(value);

const HOUR_MS = 3_600_000;

/** Buckets that make neither three bars nor a thousand. @param length milliseconds */
export function bucketFor(length: number): 'minute' | 'hour' | 'day' | 'month' {
  if (length <= 2 * HOUR_MS) return 'minute';
  if (length <= 72 * HOUR_MS) return 'hour';
  return length <= 120 * 24 * HOUR_MS ? 'day' : 'month';
}
