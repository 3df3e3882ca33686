import { type Kysely, sql, type Transaction } from 'kysely';
import type { RecordsSnapshot, StoredRow } from '../ports/maintenance.ts';

/** Tables by name, whatever their columns are. */
export interface AnyTables {
  readonly [table: string]: StoredRow;
}

/** What reading and writing whole tables needs to know of an engine. */
export interface Engine {
  /** A column of every table that says where a row lies, to go on from: of an SQL expression's shape. */
  readonly position: { readonly column: 'rowid' | 'ctid'; readonly type: string };
  /** Runs with a view of all tables as they are now, without keeping writers waiting. */
  atOneMoment<Result>(
    db: Kysely<AnyTables>,
    use: (within: Transaction<AnyTables>) => Promise<Result>,
  ): Promise<Result>;
  references(db: Kysely<AnyTables>): Promise<readonly Reference[]>;
  drop(db: Kysely<AnyTables>, table: string): Promise<void>;
}

/** A table with a foreign key. */
export interface Reference {
  readonly table: string;
  readonly refersTo: string;
}

/** Small enough for memory, whatever the rows hold. */
const ROWS_AT_ONCE = 500;

export async function openSnapshot(db: Kysely<AnyTables>, engine: Engine): Promise<RecordsSnapshot> {
  return {
    migrations: await doneMigrations(db),
    tables: await tablesInOrder(db, engine),
    rows: (table) => readRows(db, engine, table),
  };
}

/** Names of the migrations that made the tables, in order. */
export async function doneMigrations(db: Kysely<AnyTables>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

async function* readRows(
  db: Kysely<AnyTables>,
  { position }: Engine,
  table: string,
): AsyncGenerator<readonly StoredRow[]> {
  const column = sql.ref(position.column);
  const type = sql.raw(position.type);
  let from: string | undefined;
  for (;;) {
    const after = from === undefined ? sql`` : sql`where ${column} > cast(${from} as ${type})`;
    const { rows } = await sql<StoredRow & { lies_at: string | number }>`
      select cast(${column} as text) as lies_at, t.* from ${sql.table(table)} as t ${after} order by ${column} limit ${ROWS_AT_ONCE}
    `.execute(db);
    const last = rows.at(-1);
    if (!last) return;
    from = String(last.lies_at);
    yield rows.map(({ lies_at: _, ...row }) => row);
  }
}

/** Those that are referred to stand first. */
export async function tablesInOrder(db: Kysely<AnyTables>, engine: Engine): Promise<string[]> {
  const references = await engine.references(db);
  const ordered: string[] = [];
  const place = (table: string): void => {
    if (ordered.includes(table)) return;
    for (const { table: from, refersTo } of references) {
      if (from === table && refersTo !== table) place(refersTo);
    }
    ordered.push(table);
  };
  const tables = await db.introspection.getTables();
  for (const name of tables.map(({ name }) => name).toSorted()) place(name);
  return ordered;
}
