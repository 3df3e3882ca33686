import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { moveAttempts } from './0008-request-log/move-attempts.ts';
import { createUsage } from './0008-request-log/usage.ts';

/**
 * The request log as people look at it: every attempt a row of its own, traces that can be pinned, sums to draw charts from.
 */
export const requestLog: Migration = {
  up: async (db) => {
    await createExecutions(db);
    await widenRequests(db);
    await moveAttempts(db);
    await indexRequests(db);
    await createTraces(db);
    await widenImages(db);
    await createUsage(db);
  },
};

async function createExecutions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('executions')
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('started_at', 'bigint', (column) => column.notNull())
    .addColumn('duration_ms', 'bigint', (column) => column.notNull())
    .addColumn('first_ms', 'bigint')
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('credential', 'text')
    .addColumn('model', 'text', (column) => column.notNull())
    .addColumn('error_code', 'text')
    .addColumn('upstream_status', 'integer')
    .addColumn('score', 'text', (column) => column.notNull())
    .addColumn('usage', 'text')
    .addColumn('pictures', 'text', (column) => column.notNull())
    .addColumn('cost_nano_usd', 'bigint')
    .addColumn('cost', 'text')
    .addColumn('warnings', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('executions_by_request', ['request_id', 'position'])
    .execute();
}

async function widenRequests(db: Kysely<unknown>): Promise<void> {
  for (const name of ['user_id', 'channel', 'upstream_model', 'error_message', 'client', 'ip'])
    await db.schema.alterTable('requests').addColumn(name, 'text').execute();
  for (const name of ['first_ms', 'input_tokens', 'output_tokens'])
    await db.schema.alterTable('requests').addColumn(name, 'bigint').execute();
  for (const name of ['execution_count']) {
    const column = db.schema
      .alterTable('requests')
      .addColumn(name, 'integer', (of) => of.notNull().defaultTo(0));
    await column.execute();
  }
}

/** One index for each question that is asked alone; each ends with the order of the list. */
async function indexRequests(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('requests_by_time').execute();
  await db.schema.dropIndex('requests_by_trace').execute();
  await db.schema.dropIndex('requests_by_key').execute();
  const index = (name: string, column?: string) =>
    db.schema
      .createIndex(name)
      .on('requests')
      .columns(['project', ...(column === undefined ? [] : [column]), 'created_at', 'id']);
  await index('requests_by_time').execute();
  await index('requests_by_trace', 'trace_id').execute();
  await index('requests_by_key', 'key_id').execute();
  await index('requests_by_model', 'model').execute();
  await index('requests_by_channel', 'channel').execute();
  await index('requests_by_thread', 'thread_id').where('thread_id', 'is not', null).execute();
  await index('requests_by_error', 'error_code').where('error_code', 'is not', null).execute();
  await db.schema.createIndex('requests_by_age').on('requests').column('created_at').execute();
  await index('requests_that_failed').where('error_code', 'is not', null).execute();
  await index('requests_with_images').where('image_count', '>', 0).execute();
}

async function createTraces(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('traces')
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('thread_id', 'text')
    .addColumn('first_at', 'bigint', (column) => column.notNull())
    .addColumn('last_at', 'bigint', (column) => column.notNull())
    .addColumn('pinned_at', 'bigint')
    .addPrimaryKeyConstraint('traces_by_id', ['project', 'id'])
    .execute();
  const index = (name: string, ...columns: string[]) =>
    db.schema.createIndex(name).on('traces').columns(columns);
  await index('traces_by_time', 'project', 'last_at', 'id').execute();
  await index('traces_by_thread', 'project', 'thread_id', 'last_at').execute();
  await index('traces_pinned', 'project', 'pinned_at').where('pinned_at', 'is not', null).execute();
}

async function widenImages(db: Kysely<unknown>): Promise<void> {
  for (const name of ['user_id', 'trace_id', 'prompt', 'parameters', 'thumbnail'])
    await db.schema.alterTable('images').addColumn(name, 'text').execute();
  const index = (name: string, ...columns: string[]) =>
    db.schema.createIndex(name).on('images').columns(columns);
  await index('images_by_time', 'project', 'created_at', 'id').execute();
  await index('images_by_model', 'project', 'model', 'created_at', 'id').execute();
  await index('images_by_key', 'project', 'key_id', 'created_at', 'id').execute();
  await index('images_by_request', 'request_id').execute();
  await index('images_by_blob', 'sha256').execute();
  await index('images_by_thumbnail', 'thumbnail').where('thumbnail', 'is not', null).execute();
}
