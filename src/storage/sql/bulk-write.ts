import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from './database.ts';

/** Puts rows of one shape into a table, within a transaction: how an engine takes many of them best. */
export interface BulkWrite {
  insert(within: Transaction<Database>, table: keyof Database, rows: readonly object[]): Promise<void>;
  /** Adds the counts of each row to those of the row that has the same key already. */
  add(within: Transaction<Database>, sums: SumTable, rows: readonly object[]): Promise<void>;
}

export interface SumTable {
  readonly table: keyof Database;
  /** Columns of its primary key. */
  readonly key: readonly string[];
  readonly counts: readonly string[];
}

/** Rows of one statement: below every engine's limit of parameters. */
const ROWS_PER_STATEMENT = 100;

/** Few statements with many rows each: for engines behind a network. */
export const manyRowsAStatement: BulkWrite = {
  insert: async (within, table, rows) => {
    for (const batch of batches(rows)) await within.insertInto(table).values(batch).execute();
  },
  add: async (within, { table, key, counts }, rows) => {
    for (const batch of batches(rows)) {
      await within
        .insertInto(table)
        .values(batch)
        .onConflict((conflict) =>
          conflict.columns(key as never[]).doUpdateSet(added(snakeCase(table), counts) as never),
        )
        .execute();
    }
  },
};

/** The caller's rows are of the table; TypeScript cannot see that through the union of all tables. */
function* batches(rows: readonly object[]): Generator<never> {
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT)
    yield rows.slice(start, start + ROWS_PER_STATEMENT) as never;
}

/** `requests = usage_sums.requests + excluded.requests` and so on. */
const added = (table: string, names: readonly string[]): { [name in string]: RawBuilder<number> } =>
  Object.fromEntries(
    names.map((name) => [name, sql<number>`${sql.ref(`${table}.${name}`)} + ${sql.ref(`excluded.${name}`)}`]),
  );

/** A column's name as the database has it. */
export const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
