import type { Migration } from 'kysely/migration';

/** Requests that a provider may be drawing for, until they are in the log. */
export const unsettled: Migration = {
  up: async (db) => {
    await db.schema
      .createTable('unsettled')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('node', 'text', (column) => column.notNull())
      .addColumn('alive_until', 'bigint', (column) => column.notNull())
      .addColumn('entry', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('unsettled_by_time').on('unsettled').column('alive_until').execute();
  },
};
