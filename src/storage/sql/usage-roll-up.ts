import { USAGE_COUNTS } from '../../contract/usage-counts.ts';
import { counted } from '../../lib/counted.ts';
import { DAY_MS, HOUR_MS } from '../../lib/durations.ts';
import type { LatencyCount, PictureCount, UsageBatch, UsageCounts, UsageStep, UsageSum } from '../ports.ts';
import { type PictureSlice, SLICED, type UsageSlice } from './usage-slice.ts';

const QUARTER_MS = 900_000;

/** What is added to the sums of every length and to those by one dimension alone, of what some exchanges used. */
export interface RolledUp {
  readonly sums: readonly UsageSum[];
  readonly slices: readonly UsageSlice[];
  readonly latencies: readonly LatencyCount[];
  /** Of all models and channels together. */
  readonly hourlyLatencies: readonly Omit<LatencyCount, 'model' | 'channel'>[];
  /** Of all models together. */
  readonly dailyLatencies: readonly Omit<LatencyCount, 'model'>[];
  readonly pictures: readonly PictureCount[];
  readonly pictureSlices: readonly PictureSlice[];
}

/** Each length is made of the next shorter one, which has fewer rows than the batch the longer it is. */
export function rolledUp({ sums: minutes, latencies, pictures }: UsageBatch): RolledUp {
  const quarters = longer(minutes, QUARTER_MS, sumKey);
  const hours = longer(quarters, HOUR_MS, sumKey);
  const days = longer(hours, DAY_MS, sumKey);
  const slices = sliced(quarters);
  const hourly = longer(slices, HOUR_MS, sliceKey);
  return {
    sums: [...minutes, ...quarters, ...hours, ...days],
    slices: [...slices, ...hourly, ...longer(hourly, DAY_MS, sliceKey)],
    latencies,
    hourlyLatencies: counted(latencies.map(ofHour), 'requests'),
    dailyLatencies: counted(latencies.map(ofDayAndChannel), 'requests'),
    pictures,
    pictureSlices: counted(pictures.map(ofDay).flatMap(slicesOf), 'pictures'),
  };
}

const beginOf = (at: number, step: number): number => at - (at % step);

// Models are named by clients, with whatever is in it: they stand last.
const sumKey = ({ at, project, keyId, userId, channel, model }: UsageSum): string =>
  `${at}\n${project}\n${keyId}\n${userId}\n${channel}\n${model}`;

const sliceKey = ({ at, project, dimension, name }: UsageSlice): string =>
  `${at}\n${project}\n${dimension}\n${name}`;

/** The same by a longer step. */
function longer<Row extends UsageCounts & { readonly at: number }>(
  rows: readonly Row[],
  step: UsageStep,
  keyOf: (row: Row) => string,
): Row[] {
  return addedUp(
    rows.map((row) => ({ ...row, step, at: beginOf(row.at, step) })),
    keyOf,
  );
}

/** The same by one dimension after the other. */
function sliced(sums: readonly UsageSum[]): UsageSlice[] {
  const slices = sums.flatMap(({ keyId, userId, model, channel, ...rest }) => {
    const names = { keyId, userId, model, channel };
    return SLICED.map((dimension): UsageSlice => ({ ...rest, dimension, name: names[dimension] }));
  });
  return addedUp(slices, sliceKey);
}

/** Rows of one key as one. The rows are changed in place: there are several for every request. */
function addedUp<Row extends UsageCounts>(rows: readonly Row[], keyOf: (row: Row) => string): Row[] {
  const byKey = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = byKey.get(key) as { -readonly [name in keyof UsageCounts]: number } | undefined;
    if (known) for (const name of USAGE_COUNTS) known[name] += row[name];
    else byKey.set(key, row);
  }
  return [...byKey.values()];
}

const ofHour = ({ model: _, channel: __, ...rest }: LatencyCount) => ({
  ...rest,
  at: beginOf(rest.at, HOUR_MS),
});

const ofDayAndChannel = ({ model: _, ...rest }: LatencyCount) => ofDay(rest);

const ofDay = <Row extends { readonly at: number }>(row: Row): Row => ({
  ...row,
  at: beginOf(row.at, DAY_MS),
});

function slicesOf({ keyId, model, channel, ...rest }: PictureCount): PictureSlice[] {
  const names = { channel, keyId, model };
  return (['channel', 'keyId', 'model'] as const).map((dimension) => ({
    ...rest,
    dimension,
    name: names[dimension],
  }));
}
