import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type BulkWrite, type SumTable, snakeCase } from '../sql/bulk-write.ts';

/**
 * One prepared statement, run once per row. Building a statement for every number of rows costs several times what SQLite itself
 * takes for them: 86 µs a row instead of 28 in batches of three, 21 instead of 13 in batches of 25. The transaction it happens
 * in is the one that is open on this connection, for there is only one.
 */
export function oneStatementARow(sqlite: DatabaseSync): BulkWrite {
  const prepared = new Map<string, StatementSync>();
  const statementFor = (table: string, columns: readonly string[], sums?: SumTable): StatementSync => {
    const shape = `${sums ? 'add' : 'insert'} ${table} ${columns.join()}`;
    const known = prepared.get(shape);
    if (known) return known;
    const statement = sqlite.prepare(insertInto(snakeCase(table), columns) + (sums ? adding(sums) : ''));
    prepared.set(shape, statement);
    return statement;
  };
  const run = (table: string, rows: readonly object[], sums?: SumTable): void => {
    const columns = Object.keys(rows[0] ?? {});
    if (columns.length === 0) return;
    const statement = statementFor(table, columns, sums);
    const values: SQLInputValue[] = columns.map(() => null);
    for (const row of rows as readonly { readonly [column: string]: SQLInputValue | undefined }[]) {
      for (let index = 0; index < columns.length; index += 1)
        values[index] = row[columns[index] ?? ''] ?? null;
      statement.run(...values);
    }
  };
  return {
    insert: async (_within, table, rows) => run(table, rows),
    add: async (_within, sums, rows) => run(sums.table, rows, sums),
  };
}

const listed = (columns: readonly string[]): string => columns.map(snakeCase).join(', ');

const insertInto = (table: string, columns: readonly string[]): string =>
  `insert into ${table} (${listed(columns)}) values (${columns.map(() => '?').join(', ')})`;

const adding = ({ key, counts }: SumTable): string =>
  ` on conflict (${listed(key)}) do update set ${added(counts)}`;

const added = (counts: readonly string[]): string =>
  counts
    .map(snakeCase)
    .map((name) => `${name} = ${name} + excluded.${name}`)
    .join(', ');
