import { PostgresDialect, sql } from 'kysely';
import { Pool } from 'pg';
import type { RecordsMaintenance } from '../ports.ts';
import { maintain } from './maintenance.ts';
import type { Engine, Reference } from './snapshot.ts';

const engine: Engine = {
  // Since PostgreSQL 14 a range of these is read without looking at the rows before it.
  position: { column: 'ctid', type: 'tid' },
  atOneMoment: (db, use) =>
    db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(use),
  async references(db) {
    const { rows } = await sql<Reference>`
      select conrelid::regclass::text as "table", confrelid::regclass::text as "refersTo"
      from pg_constraint where contype = 'f'
    `.execute(db);
    return rows;
  },
  drop: async (db, table) => {
    await db.schema.dropTable(table).ifExists().cascade().execute();
  },
};

/** Maintenance of records in PostgreSQL, beside gateways that use it. @param url as `postgres://user:password@host:5432/database` */
export async function maintainPostgres({ url }: { readonly url: string }): Promise<RecordsMaintenance> {
  const pool = new Pool({ connectionString: url, max: 1, application_name: 'axonhub maintenance' });
  // A connection that breaks fails the statement at work; without a listener it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    await pool.query('select 1');
  } catch (error) {
    await pool.end();
    throw error;
  }
  return maintain(new PostgresDialect({ pool }), engine);
}
