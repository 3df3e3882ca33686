import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Traces of a thread, and pinned ones, in the order of their list: without it SQLite goes through all traces of the project. */
export const traceIndexes: Migration = {
  up: async (db) => {
    await db.schema.dropIndex('traces_by_thread').execute();
    await db.schema.dropIndex('traces_pinned').execute();
    await db.schema
      .createIndex('traces_by_thread')
      .on('traces')
      .columns(['project', 'thread_id', 'last_at', 'id'])
      .execute();
    await db.schema
      .createIndex('traces_pinned')
      .on('traces')
      .columns(['project', 'last_at', 'id'])
      .where(sql.ref('pinned_at'), 'is not', null)
      .execute();
  },
};
