import { invalid } from '../contract/error.ts';
import { countsOf, NO_USE } from '../contract/usage-counts.ts';
import { DAY_MS, HOUR_MS } from '../lib/durations.ts';
import type {
  UsageCounts,
  UsageDimension,
  UsageQuery,
  UsageRecords,
  UsageRow,
  UsageStretch,
} from '../storage/ports.ts';
import {
  type Bucket,
  type BucketSize,
  bucketsBetween,
  labelOf,
  offsetsBetween,
  startOf,
} from './local-buckets.ts';
import { longestStretches, stretchesOf } from './usage-stretches.ts';

export interface ReportQuery {
  /** Absent: all projects. */
  readonly project?: string;
  /** Unix milliseconds. */
  readonly since: number;
  readonly until: number;
  /** Absent: the whole time is one. */
  readonly bucket?: BucketSize;
  /** IANA name: where days begin. */
  readonly timeZone: string;
  readonly by: readonly UsageDimension[];
  readonly filter: UsageQuery['filter'];
}

/** Counts of one bucket and one value of each dimension asked for; what would be 0 everywhere is left out. */
export interface ReportRow extends Omit<UsageRow, 'bucket'> {
  /** Which of the report's buckets; absent without buckets. */
  readonly label?: string;
}

export interface Report {
  /** Every bucket of the time, those without any use too. */
  readonly buckets: readonly Bucket[];
  readonly rows: readonly ReportRow[];
  readonly totals: UsageCounts;
}

const MINUTE_MS = 60_000;
/** Sums by the minute are deleted after two days. */
export const MINUTES_KEPT_MS = 2 * DAY_MS;
const MOST_BUCKETS = 2_000;

/**
 * What was used, in buckets of local time and by any dimension.
 * @param now Unix milliseconds
 * @throws GatewayError `invalid_request` where there would be too many buckets
 */
export async function usageReport(usage: UsageRecords, query: ReportQuery, now: number): Promise<Report> {
  const { project, bucket, timeZone, by, filter, until } = query;
  const offsets = offsetsBetween(timeZone, query.since - (query.since % HOUR_MS), until);
  const stretches = bucket === 'minute' ? minutesOf(query, now) : longestStretches(query, offsets);
  const since = stretches[0]?.since ?? query.since;
  const buckets = bucket ? bucketsBetween(bucket, offsets, since, until) : [];
  if (buckets.length > MOST_BUCKETS) {
    throw invalid(
      'query.bucket',
      `query.bucket: there would be ${buckets.length} of them, ${MOST_BUCKETS} is the most.`,
    );
  }
  const rows = await usage.sums({
    ...(project !== undefined && { project }),
    ...{ stretches, filter, by },
    ...(bucket && { buckets: { sizeMs: lengthOf(bucket), offsets } }),
  });
  return { buckets, rows: merged(rows, by, bucket), totals: total(rows) };
}

function minutesOf({ since, until }: ReportQuery, now: number): UsageStretch[] {
  if (since >= now - MINUTES_KEPT_MS) return stretchesOf(since, until, [MINUTE_MS]);
  throw invalid('query.bucket', 'query.bucket: minutes are known for the last two days only.');
}

/** Months are put together from days. */
const lengthOf = (bucket: BucketSize): number =>
  bucket === 'minute' ? MINUTE_MS : bucket === 'hour' ? HOUR_MS : DAY_MS;

function merged(
  rows: readonly UsageRow[],
  by: readonly UsageDimension[],
  size: BucketSize | undefined,
): ReportRow[] {
  const byKey = new Map<string, ReportRow>();
  for (const { bucket, ...row } of rows) {
    const label = size && labelOf(size, startOf(size, bucket));
    const key = JSON.stringify([label, ...by.map((name) => row[name])]);
    const known = byKey.get(key);
    byKey.set(
      key,
      known ? { ...known, ...added(known, row) } : { ...row, ...(label !== undefined && { label }) },
    );
  }
  return [...byKey.values()];
}

const added = (a: UsageCounts, b: UsageCounts): UsageCounts => countsOf((name) => a[name] + b[name]);

export const total = (rows: readonly UsageCounts[]): UsageCounts => rows.reduce(added, NO_USE);
