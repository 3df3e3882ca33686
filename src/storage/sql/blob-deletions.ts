import { type Kysely, sql, type Transaction } from 'kysely';
import type { BlobDeletionRecords } from '../ports.ts';
import type { Database } from './database.ts';
import { namedBlobs } from './named-blobs.ts';

export function createBlobDeletionRecords(db: Kysely<Database>): BlobDeletionRecords {
  return {
    unreferred: async (sha256s) => {
      const referred = await referredOf(db, sha256s);
      return sha256s.filter((sha256) => !referred.has(sha256));
    },
    named: () => namedBlobs(db),
    mark: (sha256s, now) => db.transaction().execute((within) => markBlobs(within, sha256s, now)),
    take: async (markedBefore, now, limit) => {
      const taken = await db.transaction().execute((within) => take(within, { markedBefore, now, limit }));
      // Only now: whoever began to refer to them before they were taken is seen, whoever begins later sees that they are.
      return { taken: taken.length, unused: await unreferred(db, taken, now) };
    },
    done: async (sha256s, at) => {
      if (sha256s.length === 0) return;
      await db
        .updateTable('blobDeletions')
        .set({ state: 'deleted', at })
        .where('sha256', 'in', sha256s)
        .execute();
    },
    forget: async (before) => {
      const old = (state: 'deleted' | 'deleting') => sql`state = ${state} and at < ${before}`;
      await sql`delete from blob_deletions where ${old('deleted')}`.execute(db);
      await sql`update blob_deletions set state = 'waiting' where ${old('deleting')}`.execute(db);
    },
    stateOf: async (sha256) => {
      const query = db.selectFrom('blobDeletions').select('state').where('sha256', '=', sha256);
      return (await query.executeTakeFirst())?.state;
    },
  };
}

interface Turn {
  readonly markedBefore: number;
  readonly now: number;
  readonly limit: number;
}

async function take(within: Transaction<Database>, { markedBefore, now, limit }: Turn): Promise<string[]> {
  const { rows } = await sql<{ sha256: string }>`
    update blob_deletions set state = 'deleting', at = ${now} where state = 'waiting' and sha256 in (
      select sha256 from blob_deletions where state = 'waiting' and at < ${markedBefore} order by at limit ${limit})
    returning sha256`.execute(within);
  return rows.map(({ sha256 }) => sha256);
}

async function unreferred(
  db: Kysely<Database>,
  taken: readonly string[],
  takenAt: number,
): Promise<string[]> {
  const referred = await referredOf(db, taken);
  if (referred.size > 0) {
    const unchanged = db.deleteFrom('blobDeletions').where('at', '=', takenAt);
    await unchanged.where('sha256', 'in', [...referred]).execute();
  }
  return taken.filter((sha256) => !referred.has(sha256));
}

async function referredOf(db: Kysely<Database>, sha256s: readonly string[]): Promise<ReadonlySet<string>> {
  if (sha256s.length === 0) return new Set();
  const list = sql.join(sha256s);
  const { rows } = await sql<{ sha256: string }>`
    select sha256 from images where sha256 in (${list})
    union select thumbnail from images where thumbnail in (${list})
    union select sha256 from response_blobs where sha256 in (${list})`.execute(db);
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** Rows that referred to these blobs are deleted in the same transaction. */
export async function markBlobs(
  within: Transaction<Database>,
  sha256s: readonly (string | null)[],
  now: number,
): Promise<void> {
  // In one order, so that no two nodes wait for each other.
  const marks = [...new Set(sha256s)]
    .sort()
    .flatMap((sha256) => (sha256 === null ? [] : [{ sha256, state: 'waiting' as const, at: now }]));
  if (marks.length === 0) return;
  // Who is about to delete them, or to find them in use, sees by the time that they were marked once more.
  const state = sql<'waiting'>`case blob_deletions.state when 'deleted' then 'waiting' else blob_deletions.state end`;
  const at = sql<number>`case blob_deletions.state when 'deleted' then excluded.at when 'deleting' then blob_deletions.at + 1
    else blob_deletions.at end`;
  await within
    .insertInto('blobDeletions')
    .values(marks)
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ state, at }))
    .execute();
}
