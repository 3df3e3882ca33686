import type { Transaction } from 'kysely';
import type { Database } from './database.ts';

/** Puts rows of one shape into a table, within a transaction. */
export type BulkInsert = (
  within: Transaction<Database>,
  table: keyof Database,
  rows: readonly object[],
) => Promise<void>;

/** Rows of one statement: below every engine's limit of parameters. */
const ROWS_PER_INSERT = 100;

/** Few statements with many rows each: for engines behind a network. */
export const manyRowsAStatement: BulkInsert = async (within, table, rows) => {
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    const batch = rows.slice(start, start + ROWS_PER_INSERT);
    // The caller's rows are of this table; TypeScript cannot see that through the union of all tables.
    await within
      .insertInto(table)
      .values(batch as never)
      .execute();
  }
};
