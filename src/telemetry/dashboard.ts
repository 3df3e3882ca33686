import { NO_USE } from '../contract/usage-counts.ts';
import { DAY_MS, HOUR_MS } from '../lib/durations.ts';
import type { LatencyRow, UsageCounts, UsageDimension, UsageRecords } from '../storage/ports.ts';
import { percentile } from './latency-bins.ts';
import { type Bucket, type BucketSize, labelOf, offsetsBetween, startOf } from './local-buckets.ts';
import { type Report, type ReportRow, total, usageReport } from './usage-report.ts';
import { COARSE_STEPS, longestStretches, stretchesOf } from './usage-stretches.ts';

export interface DashboardQuery {
  readonly project: string;
  /** Unix milliseconds. */
  readonly since: number;
  readonly until: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** Milliseconds that so many percent of the requests did not exceed; null: there were none. */
export interface Percentiles {
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** To the last byte, and to the first piece. */
export interface Latency {
  readonly whole: Percentiles;
  readonly first: Percentiles;
}

export interface Named extends UsageCounts {
  readonly name: string;
}

export interface ChannelHealth extends Named {
  readonly latency: Percentiles;
  /** Attempts and those of them that failed, one entry for each bucket. */
  readonly bars: readonly { readonly executions: number; readonly failed: number }[];
}

export interface Dashboard {
  readonly bucket: BucketSize;
  /** Latencies are to the last byte. */
  readonly buckets: readonly (Bucket & UsageCounts & { readonly latency: Percentiles })[];
  readonly totals: UsageCounts;
  /** The same of the time before that was as long. */
  readonly before: UsageCounts;
  readonly latency: Latency;
  readonly channels: readonly ChannelHealth[];
  readonly models: readonly Named[];
  readonly keys: readonly Named[];
}

const QUARTER_MS = 900_000;
const MOST_NAMES = 20;

/** What happened in a project: one page's worth, from a few questions to the sums. @param now Unix milliseconds */
export async function dashboard(usage: UsageRecords, query: DashboardQuery, now: number): Promise<Dashboard> {
  const { since, until } = query;
  const bucket = bucketFor(until - since, since, now);
  const report = (
    by: readonly UsageDimension[],
    more: { bucket?: BucketSize; since?: number; until?: number } = {},
  ) => usageReport(usage, { ...query, by, filter: {}, ...more }, now);
  const [channels, models, keys, before, latencies, latencyOf] = await Promise.all([
    report(['channel'], { bucket }),
    report(['model']),
    report(['keyId']),
    report([], { since: Math.max(0, since - (until - since)), until: since }),
    usage.latencies({
      project: query.project,
      stretches: stretchesOf(since, until, COARSE_STEPS),
      filter: {},
      by: 'channel',
    }),
    latenciesOverTime(usage, query, bucket),
  ]);
  return {
    bucket,
    buckets: overTime(channels).map((each) => ({ ...each, latency: latencyOf(each) })),
    totals: channels.totals,
    before: before.totals,
    latency: latencyFrom(latencies),
    channels: healthOf(channels, latencies),
    models: named(models.rows, 'model'),
    keys: named(keys.rows, 'keyId'),
  };
}

/** Some dozens of buckets, so that a chart can be read. */
function bucketFor(length: number, since: number, now: number): BucketSize {
  if (length <= 3 * HOUR_MS && since > now - DAY_MS) return 'minute';
  if (length <= 4 * DAY_MS) return 'hour';
  return length <= 190 * DAY_MS ? 'day' : 'month';
}

/** Percentiles of each bucket; those of a minute are of the quarter of an hour that it lies in, for there are none by the minute. */
async function latenciesOverTime(
  usage: UsageRecords,
  { project, since, until, timeZone }: DashboardQuery,
  size: BucketSize,
): Promise<(bucket: Bucket) => Percentiles> {
  const offsets = offsetsBetween(timeZone, since - (since % HOUR_MS), until);
  const isFine = size === 'minute';
  const sizeMs = isFine ? QUARTER_MS : size === 'hour' ? HOUR_MS : DAY_MS;
  const stretches = isFine
    ? stretchesOf(since, until, [QUARTER_MS])
    : longestStretches({ since, until, bucket: size }, offsets);
  const buckets = { sizeMs, offsets };
  const rows = await usage.latencies({ project, stretches, filter: {}, kind: 'whole', buckets });
  const byBucket = Map.groupBy(rows, ({ bucket }) =>
    isFine ? bucket : labelOf(size, startOf(size, bucket)),
  );
  return ({ label }) => {
    const local = Date.parse(`${label}Z`);
    return percentiles(byBucket.get(isFine ? local - (local % QUARTER_MS) : label) ?? []);
  };
}

const latencyFrom = (rows: readonly LatencyRow[]): Latency => ({
  whole: percentiles(ofKind(rows, 'whole')),
  first: percentiles(ofKind(rows, 'first')),
});

function overTime({ buckets, rows }: Report): (Bucket & UsageCounts)[] {
  const byLabel = Map.groupBy(rows, ({ label }) => label);
  return buckets.map((bucket) => ({ ...bucket, ...total(byLabel.get(bucket.label) ?? []) }));
}

function healthOf({ buckets, rows }: Report, latencies: readonly LatencyRow[]): ChannelHealth[] {
  const byChannel = Map.groupBy(rows, ({ channel = '' }) => channel);
  // Requests that reached no channel are none's.
  byChannel.delete('');
  return [...byChannel]
    .map(([name, own]) => {
      const byLabel = new Map(own.map((row) => [row.label, row]));
      const bars = buckets.map(({ label }) => {
        const { executions, failedExecutions: failed } = byLabel.get(label) ?? NO_USE;
        return { executions, failed };
      });
      const latency = percentiles(ofKind(latencies, 'whole').filter((row) => row.name === name));
      return { name, ...total(own), latency, bars };
    })
    .sort((a, b) => b.executions - a.executions);
}

const named = (rows: readonly ReportRow[], dimension: 'model' | 'keyId'): Named[] =>
  rows
    .map((row) => ({ ...row, name: row[dimension] ?? '' }))
    .sort((a, b) => b.requests - a.requests)
    .slice(0, MOST_NAMES);

const ofKind = (rows: readonly LatencyRow[], kind: LatencyRow['kind']): LatencyRow[] =>
  rows.filter((row) => row.kind === kind);

const percentiles = (rows: readonly LatencyRow[]): Percentiles => ({
  p50: percentile(rows, 0.5),
  p90: percentile(rows, 0.9),
  p95: percentile(rows, 0.95),
  p99: percentile(rows, 0.99),
});
