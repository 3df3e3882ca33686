import type { Migration } from 'kysely/migration';

/** Turns that clients of the Responses format continue by id. */
export const responses: Migration = {
  up: async (db) => {
    await db.schema
      .createTable('responses')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('previous_id', 'text')
      .addColumn('input', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('responses_by_time')
      .on('responses')
      .columns(['project', 'created_at'])
      .execute();
  },
};
