import type { Migration } from 'kysely/migration';

/** Requests know the agent's task and the conversation they belong to. */
export const traces: Migration = {
  up: async (db) => {
    await db.schema.alterTable('requests').addColumn('trace_id', 'text').execute();
    await db.schema.alterTable('requests').addColumn('thread_id', 'text').execute();
    await db.schema
      .createIndex('requests_by_trace')
      .on('requests')
      .columns(['project', 'trace_id', 'created_at'])
      .execute();
  },
};
