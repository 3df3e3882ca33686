import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { LatencyRow, Offset, UsageCounts, UsageQuery, UsageRecords, UsageRow } from '../ports.ts';
import type { Database } from './database.ts';
import { countNames } from './usage-sums.ts';

export function createUsageRecords(db: Kysely<Database>): UsageRecords {
  return {
    sums: (query) => sums(db, query),
    latencies: async ({ project, since, until, filter, by }) => {
      const name = by ? sql.ref(by) : sql.lit('');
      const where = conditions({ project, since, until, filter });
      const { rows } = await sql<LatencyRow>`
        select ${name} as name, kind, bin, sum(requests) as requests from usage_latencies
        where ${where} group by 1, 2, 3 order by 1, 2, 3`.execute(db);
      return rows.map((row) => ({ ...row, requests: Number(row.requests) }));
    },
    pictures: async (query) => {
      const { rows } = await sql<{ size: string; quality: string; pictures: number }>`
        select size, quality, sum(pictures) as pictures from usage_pictures
        where ${conditions(query)} group by 1, 2 order by 3 desc, 1, 2`.execute(db);
      return rows.map((row) => ({ ...row, pictures: Number(row.pictures) }));
    },
  };
}

async function sums(db: Kysely<Database>, query: UsageQuery): Promise<UsageRow[]> {
  const { by, buckets } = query;
  const bucket = buckets ? bucketOf(buckets.offsets, buckets.sizeMs) : sql.lit(0);
  const columns = [sql`${bucket} as bucket`, ...by.map((name) => sql.ref(name))];
  const counts = countNames.map((name) => sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`);
  const positions = sql.join(columns.map((_, index) => sql.lit(index + 1)));
  const { rows } = await sql<UsageRow>`
    select ${sql.join([...columns, ...counts])} from usage_sums
    where step = ${query.step} and ${conditions(query)} group by ${positions} order by ${positions}`.execute(
    db,
  );
  return rows.map((row) => ({ ...row, bucket: Number(row.bucket), ...numbers(row) }));
}

const numbers = (row: UsageRow): UsageCounts =>
  Object.fromEntries(countNames.map((name) => [name, Number(row[name])])) as unknown as UsageCounts;

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

type Range = Pick<UsageQuery, 'since' | 'until'> & {
  readonly project?: string | undefined;
  readonly filter: { readonly [name: string]: string | undefined };
};

function conditions({ project, since, until, filter }: Range): RawBuilder<unknown> {
  const equal = Object.entries({ ...filter, project: project ?? filter.project }).flatMap(([name, value]) =>
    value === undefined ? [] : [sql`${sql.ref(name)} = ${value}`],
  );
  return sql.join([...equal, sql`at >= ${since}`, sql`at < ${until}`], sql` and `);
}
