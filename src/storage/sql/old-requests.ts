import { sql, type Transaction } from 'kysely';
import type { LogAge } from '../ports.ts';
import type { Database } from './database.ts';

/** One small transaction's worth of deleting, so that nobody who writes waits for long. */
export async function deleteOld(
  within: Transaction<Database>,
  { before, minutesBefore }: LogAge,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from requests where created_at < ${before} and not exists (
      select 1 from traces where traces.project = requests.project and traces.id = requests.trace_id
        and traces.pinned_at is not null)
    order by created_at limit ${limit}`.execute(within);
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) {
    await within.deleteFrom('executions').where('requestId', 'in', ids).execute();
    await within.deleteFrom('requests').where('id', 'in', ids).execute();
  }
  if (ids.length === limit) return limit;
  await within.deleteFrom('traces').where('lastAt', '<', before).where('pinnedAt', 'is', null).execute();
  await within.deleteFrom('usageSums').where('step', '=', 60_000).where('at', '<', minutesBefore).execute();
  return ids.length;
}
