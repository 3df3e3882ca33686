import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How long requests took by the hour, whatever the model and channel: percentiles of local days over months. Only a table is added. */
export const hourlyLatencies: Migration = {
  up: async (db) => {
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
      select project, (at / 3600000) * 3600000, kind, bin, sum(requests)
      from usage_latencies group by project, 2, kind, bin`.execute(db);
  },
};
