import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Durations by the day are asked for by channel and never by model: without models there are few of them. */
export const latenciesByChannel: Migration = {
  up: async (db) => {
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
      select project, at, channel, kind, bin, sum(requests)
      from usage_latencies_daily group by project, at, channel, kind, bin`.execute(db);
    await db.schema.dropTable('usage_latencies_daily').execute();
  },
};
