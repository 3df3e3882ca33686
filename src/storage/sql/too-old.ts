import { type RawBuilder, sql } from 'kysely';
import type { Age } from '../ports.ts';

/** The rows of a table that are too old. */
export function tooOld(
  table: string,
  { project, except = [], before }: Age,
  time = 'created_at',
): RawBuilder<unknown> {
  const projectOf = sql.ref(`${table}.project`);
  const conditions = [
    sql`${sql.ref(`${table}.${time}`)} < ${before}`,
    ...(project === undefined ? [] : [sql`${projectOf} = ${project}`]),
    ...(except.length === 0 ? [] : [sql`${projectOf} not in (${sql.join(except)})`]),
  ];
  return sql.join(conditions, sql` and `);
}

/** The row's request does not belong to a pinned trace. */
export const notPinned = (project: RawBuilder<unknown>, traceId: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`not exists (
    select 1 from traces where traces.project = ${project} and traces.id = ${traceId} and traces.pinned_at is not null)`;
