import type { Kysely } from 'kysely';

/** Sums by minute, and by quarter of an hour: the finest step between the world's time zones. */
export async function createUsage(db: Kysely<unknown>): Promise<void> {
  await createSums(db);
  await createLatencies(db);
  await createPictures(db);
}

const COUNTS = [
  ...['requests', 'failed_requests', 'executions', 'failed_executions', 'images'],
  ...['input_tokens', 'output_tokens', 'cached_input_tokens', 'cache_write_tokens', 'reasoning_tokens'],
  ...['input_image_tokens', 'output_image_tokens', 'cost_nano_usd', 'unknown_costs', 'duration_ms'],
];

async function createSums(db: Kysely<unknown>): Promise<void> {
  const dimensions = ['project', 'key_id', 'user_id', 'model', 'channel'];
  let table = db.schema
    .createTable('usage_sums')
    .addColumn('step', 'integer', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull());
  for (const name of dimensions) table = table.addColumn(name, 'text', (column) => column.notNull());
  for (const name of COUNTS) table = table.addColumn(name, 'bigint', (column) => column.notNull());
  const key = ['project', 'step', 'at', 'key_id', 'user_id', 'model', 'channel'];
  await table.addPrimaryKeyConstraint('usage_sums_by_what', key as never[]).execute();
  await db.schema.createIndex('usage_sums_by_time').on('usage_sums').columns(['step', 'at']).execute();
}

async function createLatencies(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('usage_latencies')
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('bin', 'integer', (column) => column.notNull())
    .addColumn('requests', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('usage_latencies_by_what', ['project', 'at', 'model', 'channel', 'kind', 'bin'])
    .execute();
}

async function createPictures(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('usage_pictures')
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('size', 'text', (column) => column.notNull())
    .addColumn('quality', 'text', (column) => column.notNull())
    .addColumn('pictures', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('usage_pictures_by_what', [
      'project',
      'at',
      'key_id',
      'model',
      'channel',
      'size',
      'quality',
    ])
    .execute();
}
