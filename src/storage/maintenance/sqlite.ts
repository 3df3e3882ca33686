import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SqliteDialect, sql } from 'kysely';
import type { RecordsMaintenance } from '../ports.ts';
import { PreparedDatabase } from '../sqlite/prepared.ts';
import { maintain } from './maintenance.ts';
import type { Engine, Reference } from './snapshot.ts';

const engine: Engine = {
  position: { column: 'rowid', type: 'integer' },
  // A transaction sees what was committed when it first read; with a write-ahead log writers go on.
  atOneMoment: (db, use) => db.transaction().execute(use),
  async references(db) {
    const { rows } = await sql<Reference>`
      select t.name as "table", f."table" as "refersTo"
      from sqlite_master as t, pragma_foreign_key_list(t.name) as f where t.type = 'table'
    `.execute(db);
    return rows;
  },
  drop: async (db, table) => {
    await sql`pragma foreign_keys = off`.execute(db);
    await db.schema.dropTable(table).ifExists().execute();
  },
};

/** How long a statement waits for another process's transaction. */
const BUSY_TIMEOUT_MS = 30_000;

/** Maintenance of records in one SQLite file, beside gateways that use it; folder and file are made when missing. */
export async function maintainSqlite({ file }: { readonly file: string }): Promise<RecordsMaintenance> {
  await mkdir(dirname(file), { recursive: true });
  await (await open(file, 'a', 0o600)).close();
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  db.exec('pragma journal_mode = wal');
  return maintain(new SqliteDialect({ database: new PreparedDatabase(db) }), engine);
}
