import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { PageQuery, Position } from '../ports.ts';
import type { Database } from './database.ts';

/** Conditions on the rows of a table; all must hold. */
export interface Question {
  /** What one index answers, the order of the list included. */
  readonly indexed: readonly RawBuilder<unknown>[];
  /** What has to be looked for row by row. */
  readonly others: readonly RawBuilder<unknown>[];
}

const SCAN_ROWS = 10_000;

interface Found {
  readonly id: string;
  readonly at: number | string;
}

/**
 * Ids from new to old. A question that no index answers is looked for among the next `scan` rows only, so that no
 * question takes longer the more rows there are.
 */
export async function newestFirst(
  db: Kysely<Database>,
  table: 'requests' | 'images',
  { indexed, others }: Question,
  { limit, after, scan = SCAN_ROWS }: PageQuery,
): Promise<{ readonly ids: readonly string[]; readonly next: Position | null }> {
  const name = sql.table(table);
  const where = sql.join([...indexed, ...olderThan(after)], sql` and `);
  const order = sql`order by created_at desc, id desc`;
  const candidates =
    others.length === 0
      ? sql`${name} where ${where}`
      : sql`(select * from ${name} where ${where} ${order} limit ${sql.lit(scan)}) as candidates
          where ${sql.join(others, sql` and `)}`;
  const query = sql<Found>`select id, created_at as at from ${candidates} ${order} limit ${limit + 1}`;
  const { rows } = await query.execute(db);
  const found = rows.slice(0, limit);
  const ids = found.map(({ id }) => id);
  if (rows.length > limit) return { ids, next: positionOf(found.at(-1)) };
  if (others.length === 0) return { ids, next: null };
  const last = sql<Found>`select id, created_at as at from ${name} where ${where} ${order} limit 1 offset ${sql.lit(scan - 1)}`;
  return { ids, next: positionOf((await last.execute(db)).rows[0]) };
}

const positionOf = (row: Found | undefined): Position | null =>
  row ? { at: Number(row.at), id: row.id } : null;

/** Written so that engines use an index for its first half. */
const olderThan = (after: Position | undefined): RawBuilder<unknown>[] =>
  after ? [sql`created_at <= ${after.at} and (created_at < ${after.at} or id < ${after.id})`] : [];

/**
 * Rows of one project among those that something more selective than the project has found. Asked for both at once, SQLite,
 * which knows no sizes, may take the index of the project and read all of it.
 */
export const ofProject = <Row extends { readonly project: string }>(
  project: string,
  rows: readonly Row[],
): Row[] => rows.filter((row) => row.project === project);

/** The rows of a page in the order of their ids; those deleted meanwhile are missing. */
export function inOrder<Row extends { readonly id: string }>(
  ids: readonly string[],
  rows: readonly Row[],
): Row[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
