import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const COUNTS = [
  ...['requests', 'failed_requests', 'executions', 'failed_executions', 'images'],
  ...['input_tokens', 'output_tokens', 'cached_input_tokens', 'cache_write_tokens', 'reasoning_tokens'],
  ...['input_image_tokens', 'output_image_tokens', 'cost_nano_usd', 'unknown_costs', 'duration_ms'],
];
const DIMENSIONS = { channel: 'channel', keyId: 'key_id', model: 'model', userId: 'user_id' };

const QUARTER_MS = 900_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * Sums by days of UTC, and by one dimension alone: reports over months then read a row for each channel or model and not for each
 * combination that was used. Only tables and rows are added, so that nodes of the version before go on.
 */
export const sumsByDay: Migration = {
  up: async (db) => {
    await createSlices(db);
    await fillSlices(db);
    await addDays(db);
    await createLatencies(db);
    await createPictureSlices(db);
  },
};

const names = (columns: readonly string[]) => sql.join(columns.map((name) => sql.ref(name)));
const sums = sql.join(COUNTS.map((name) => sql`sum(${sql.ref(name)})`));
const beginOf = (step: number) => sql`(at / ${sql.lit(step)}) * ${sql.lit(step)}`;

async function createSlices(db: Kysely<unknown>): Promise<void> {
  let table = db.schema
    .createTable('usage_slices')
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('dimension', 'text', (column) => column.notNull())
    .addColumn('step', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull());
  for (const name of COUNTS) table = table.addColumn(name, 'bigint', (column) => column.notNull());
  const key = ['project', 'dimension', 'step', 'at', 'name'];
  await table.addPrimaryKeyConstraint('usage_slices_by_what', key as never[]).execute();
  await db.schema
    .createIndex('usage_slices_by_time')
    .on('usage_slices')
    .columns(['dimension', 'step', 'at'])
    .execute();
}

/** By the quarter from the sums of all dimensions, by longer steps from the shorter ones. */
async function fillSlices(db: Kysely<unknown>): Promise<void> {
  const into = sql`insert into usage_slices (project, dimension, step, at, name, ${names(COUNTS)})`;
  for (const [dimension, column] of Object.entries(DIMENSIONS)) {
    await sql`
      ${into} select project, ${sql.lit(dimension)}, 900000, at, ${sql.ref(column)}, ${sums}
      from usage_sums where step = 900000 group by project, at, ${sql.ref(column)}`.execute(db);
  }
  for (const [step, shorter] of [
    [HOUR_MS, QUARTER_MS],
    [DAY_MS, HOUR_MS],
  ] as const) {
    await sql`
      ${into} select project, dimension, ${sql.lit(step)}, ${beginOf(step)}, name, ${sums}
      from usage_slices where step = ${sql.lit(shorter)} group by project, dimension, 4, name`.execute(db);
  }
}

async function addDays(db: Kysely<unknown>): Promise<void> {
  const dimensions = names(['project', 'key_id', 'user_id', 'model', 'channel']);
  await sql`
    insert into usage_sums (step, at, ${dimensions}, ${names(COUNTS)})
    select 86400000, ${beginOf(DAY_MS)}, ${dimensions}, ${sums}
    from usage_sums where step = 3600000 group by 2, ${dimensions}`.execute(db);
}

/** Durations by the hour, whatever the model and channel, for percentiles over time; and by the day and channel, for those of each channel. */
async function createLatencies(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('usage_latencies_hourly')
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('bin', 'integer', (column) => column.notNull())
    .addColumn('requests', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('usage_latencies_hourly_by_what', ['project', 'at', 'kind', 'bin'])
    .execute();
  await sql`
    insert into usage_latencies_hourly (project, at, kind, bin, requests)
    select project, ${beginOf(HOUR_MS)}, kind, bin, sum(requests)
    from usage_latencies group by project, 2, kind, bin`.execute(db);
  await db.schema
    .createTable('usage_latencies_by_channel')
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('bin', 'integer', (column) => column.notNull())
    .addColumn('requests', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('usage_latencies_by_channel_by_what', [
      ...(['project', 'at', 'channel', 'kind', 'bin'] as const),
    ])
    .execute();
  await sql`
    insert into usage_latencies_by_channel (project, at, channel, kind, bin, requests)
    select project, ${beginOf(DAY_MS)}, channel, kind, bin, sum(requests)
    from usage_latencies group by project, 2, channel, kind, bin`.execute(db);
}

async function createPictureSlices(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('usage_picture_slices')
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('dimension', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('size', 'text', (column) => column.notNull())
    .addColumn('quality', 'text', (column) => column.notNull())
    .addColumn('pictures', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('usage_picture_slices_by_what', [
      ...(['project', 'dimension', 'at', 'name', 'size', 'quality'] as const),
    ])
    .execute();
  for (const [dimension, column] of Object.entries(DIMENSIONS)) {
    // Which user a picture was drawn for is not counted.
    if (dimension === 'userId') continue;
    await sql`
      insert into usage_picture_slices (project, dimension, at, name, size, quality, pictures)
      select project, ${sql.lit(dimension)}, ${beginOf(DAY_MS)}, ${sql.ref(column)}, size, quality, sum(pictures)
      from usage_pictures group by project, 3, ${sql.ref(column)}, size, quality`.execute(db);
  }
}
