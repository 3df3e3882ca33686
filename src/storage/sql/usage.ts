import { type Kysely, type RawBuilder, sql } from 'kysely';
import { countsOf, USAGE_COUNTS } from '../../contract/usage-counts.ts';
import { DAY_MS, HOUR_MS } from '../../lib/durations.ts';
import type {
  LatencyRow,
  Offset,
  UsageCounts,
  UsageDimension,
  UsageQuery,
  UsageRecords,
  UsageRow,
  UsageStretch,
} from '../ports.ts';
import type { Database } from './database.ts';
import { sliceFor } from './usage-slice.ts';

const MINUTE_MS = 60_000;

const LATENCIES: { readonly [step: number]: string } = {
  [HOUR_MS]: 'usage_latencies_hourly',
  [DAY_MS]: 'usage_latencies_by_channel',
};

export function createUsageRecords(db: Kysely<Database>): UsageRecords {
  return {
    sums: (query) => sums(db, query),
    latencies: async ({ stretches, by, buckets, kind, ...where }) => {
      const wanted = kind ? sql`kind = ${kind} and` : sql``;
      const name = by ? sql.ref(by) : sql.lit('');
      const bucket = buckets ? bucketOf(buckets.offsets, buckets.sizeMs) : sql.lit(0);
      const rows = stretched(stretches, (stretch) => [
        sql`${bucket} as bucket, ${name} as name, kind, bin, requests`,
        sql`${sql.table(LATENCIES[stretch.step] ?? 'usage_latencies')} where ${wanted} ${conditions(where, stretch)}`,
      ]);
      const found = await sql<LatencyRow>`
        select bucket, name, kind, bin, sum(requests) as requests from ${rows}
        group by 1, 2, 3, 4 order by 1, 2, 3, 4`.execute(db);
      return found.rows.map((row) => ({
        ...row,
        bucket: Number(row.bucket),
        requests: Number(row.requests),
      }));
    },
    pictures: async ({ stretches, ...where }) => {
      const rows = stretched(stretches, (stretch) => {
        const { rows: from, column } = picturesOf(where, stretch);
        return [sql`size, quality, pictures`, sql`${from} and ${conditions(where, stretch, column)}`];
      });
      const found = await sql<{ size: string; quality: string; pictures: number }>`
        select size, quality, sum(pictures) as pictures from ${rows} group by 1, 2 order by 3 desc, 1, 2`.execute(
        db,
      );
      return found.rows.map((row) => ({ ...row, pictures: Number(row.pictures) }));
    },
  };
}

async function sums(db: Kysely<Database>, query: UsageQuery): Promise<UsageRow[]> {
  const { by, buckets, stretches } = query;
  const bucket = buckets ? bucketOf(buckets.offsets, buckets.sizeMs) : sql.lit(0);
  const names = by.map((name) => sql.ref(name));
  const positions = sql.join([bucket, ...names].map((_, index) => sql.lit(index + 1)));
  const counts = USAGE_COUNTS.map((name) => sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`);
  // Steps are long and buckets are wide: each stretch is summed up by itself, and few rows are left to put together.
  const parts = stretched(stretches, (stretch) => {
    const source = sourceOf(query, stretch);
    const columns = [
      sql`${bucket} as bucket`,
      ...by.map((name) => sql`${source.column(name)} as ${sql.ref(name)}`),
    ];
    return [
      sql.join([...columns, ...counts]),
      sql`${source.rows} and ${conditions(query, stretch, source.column)} group by ${positions}`,
    ];
  });
  const { rows } = await sql<UsageRow>`
    select ${sql.join([sql`bucket`, ...names, ...counts])} from ${parts}
    group by ${positions} order by ${positions}`.execute(db);
  return rows.map((row) => ({ ...row, bucket: Number(row.bucket), ...numbers(row) }));
}

interface Source {
  /** Table and the condition that all of its rows answer. */
  readonly rows: RawBuilder<unknown>;
  readonly column: (dimension: UsageDimension) => RawBuilder<unknown>;
}

/** Sums by one dimension where no other is asked for; by the minute there are none. */
function sourceOf({ by, filter }: UsageQuery, { step }: UsageStretch): Source {
  const slice = step === MINUTE_MS ? undefined : sliceFor([...by, ...given(filter)]);
  if (slice === undefined)
    return { rows: sql`usage_sums where step = ${sql.lit(step)}`, column: (name) => sql.ref(name) };
  return {
    rows: sql`usage_slices where dimension = ${sql.lit(slice)} and step = ${sql.lit(step)}`,
    column: (name) => sql.ref(name === slice ? 'name' : name),
  };
}

/** Pictures by one dimension, for days; a filter by several at once is for the caller to ask of quarters. */
function picturesOf({ filter }: Where, { step }: UsageStretch): Source {
  if (step !== DAY_MS) return { rows: sql`usage_pictures where true`, column: (name) => sql.ref(name) };
  const slice = sliceFor(given(filter));
  if (slice === undefined) throw new RangeError('Days are kept by one dimension at a time.');
  return {
    rows: sql`usage_picture_slices where dimension = ${sql.lit(slice)}`,
    column: (name) => sql.ref(name === slice ? 'name' : name),
  };
}

/** The rows of all stretches, as a table to read from. */
function stretched(
  stretches: readonly UsageStretch[],
  part: (stretch: UsageStretch) => readonly [columns: RawBuilder<unknown>, from: RawBuilder<unknown>],
): RawBuilder<unknown> {
  const parts = stretches.map((stretch) => {
    const [columns, from] = part(stretch);
    return sql`select ${columns} from ${from}`;
  });
  return sql`(${sql.join(parts, sql` union all `)}) as stretched`;
}

const numbers = (row: UsageRow): UsageCounts => countsOf((name) => Number(row[name]));

/** Local start of the bucket that a time falls into. Both engines divide whole numbers to whole ones. */
function bucketOf(offsets: readonly Offset[], sizeMs: number): RawBuilder<number> {
  const size = sql.lit(sizeMs);
  const [first, ...later] = offsets;
  // The last stretch that has begun counts: `case when at >= c then … when at >= b then … else … end`.
  const steps = later
    .reverse()
    .map(({ from, offsetMs }) => sql`when at >= ${sql.lit(from)} then ${sql.lit(offsetMs)}`);
  const initial = sql.lit(first?.offsetMs ?? 0);
  const offset = steps.length === 0 ? initial : sql`case ${sql.join(steps, sql` `)} else ${initial} end`;
  return sql`((at + ${offset}) / ${size}) * ${size}`;
}

interface Where {
  readonly project?: string | undefined;
  readonly filter: { readonly [dimension in UsageDimension]?: string | undefined };
}

const given = (filter: Where['filter']): UsageDimension[] =>
  (Object.keys(filter) as UsageDimension[]).filter((name) => filter[name] !== undefined);

function conditions(
  { project, filter }: Where,
  stretch: UsageStretch,
  column: Source['column'] = (name) => sql.ref(name),
): RawBuilder<unknown> {
  const wanted = { ...filter, project: project ?? filter.project };
  const equal = given(wanted).map((name) => sql`${column(name)} = ${wanted[name]}`);
  const { since, until } = stretch;
  return sql.join([...equal, sql`at >= ${since}`, sql`at < ${until}`, ...ofDay(stretch)], sql` and `);
}

/** Steps that are named one by one, so that an index leads to them; more are found by looking at all. */
const MOST_NAMED = 2_000;

function ofDay({ step, since, until, timeOfDay }: UsageStretch): RawBuilder<unknown>[] {
  if (!timeOfDay) return [];
  const { from, to, inside } = timeOfDay;
  const time = sql`at % ${sql.lit(DAY_MS)}`;
  if (!inside) return [sql`(${time} < ${sql.lit(from)} or ${time} >= ${sql.lit(to)})`];
  const days = Math.ceil((until - since) / DAY_MS) + 1;
  const ofOneDay = Math.ceil((to - from) / step);
  if (days * ofOneDay > MOST_NAMED) return [sql`${time} >= ${sql.lit(from)} and ${time} < ${sql.lit(to)}`];
  const first = since - (since % DAY_MS) + from;
  const named = Array.from({ length: days * ofOneDay }, (_, index) =>
    sql.lit(first + Math.floor(index / ofOneDay) * DAY_MS + (index % ofOneDay) * step),
  );
  return [sql`at in (${sql.join(named)})`];
}
