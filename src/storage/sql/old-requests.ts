import { sql, type Transaction } from 'kysely';
import type { Age } from '../ports.ts';
import type { Database } from './database.ts';
import { notPinned, tooOld } from './too-old.ts';

/** One small transaction's worth of deleting, so that nobody who writes waits for long. */
export async function deleteOld(within: Transaction<Database>, age: Age, limit: number): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from requests where ${tooOld('requests', age)}
      and ${notPinned(sql`requests.project`, sql`requests.trace_id`)}
    order by created_at limit ${limit}`.execute(within);
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) {
    await within.deleteFrom('executions').where('requestId', 'in', ids).execute();
    await within.deleteFrom('requests').where('id', 'in', ids).execute();
  }
  if (ids.length < limit)
    await sql`delete from traces where ${tooOld('traces', age, 'last_at')} and pinned_at is null`.execute(
      within,
    );
  return ids.length;
}
