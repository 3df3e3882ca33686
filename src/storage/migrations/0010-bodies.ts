import type { Migration } from 'kysely/migration';

/** Bodies of requests and answers, and for how long a project keeps what. */
export const bodies: Migration = {
  up: async (db) => {
    await db.schema
      .createTable('bodies')
      .addColumn('request_id', 'text', (column) => column.notNull())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('position', 'integer', (column) => column.notNull())
      .addColumn('project', 'text', (column) => column.notNull())
      .addColumn('created_at', 'bigint', (column) => column.notNull())
      .addColumn('side', 'text', (column) => column.notNull())
      .addColumn('direction', 'text', (column) => column.notNull())
      .addColumn('attempt', 'integer')
      .addColumn('call', 'integer')
      .addColumn('method', 'text')
      .addColumn('url', 'text')
      .addColumn('status', 'integer')
      .addColumn('media_type', 'text', (column) => column.notNull())
      .addColumn('bytes', 'bigint', (column) => column.notNull())
      .addColumn('pictures', 'integer', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('content', 'text')
      .addPrimaryKeyConstraint('bodies_by_request', ['request_id', 'name'])
      .execute();
    await db.schema
      .createIndex('bodies_by_time')
      .on('bodies')
      .columns(['created_at', 'request_id', 'name'])
      .execute();
    await db.schema
      .createIndex('bodies_by_project')
      .on('bodies')
      .columns(['project', 'created_at', 'request_id', 'name'])
      .execute();
    await db.schema.alterTable('projects').addColumn('bodies', 'text').execute();
    for (const name of ['keep_days', 'keep_body_days', 'keep_image_days'])
      await db.schema.alterTable('projects').addColumn(name, 'integer').execute();
  },
};
