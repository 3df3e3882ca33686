import { type Kysely, sql, type Transaction } from 'kysely';
import type { Age, ResponseRecords, ResponseRow } from '../ports.ts';
import { markBlobs } from './blob-deletions.ts';
import { again } from './broken-connection.ts';
import type { Database } from './database.ts';
import { tooOld } from './too-old.ts';

export function createResponseRecords(db: Kysely<Database>): ResponseRecords {
  return {
    insert: (row, blobs) => again(() => db.transaction().execute((within) => insert(within, row, blobs))),
    find: async (project, id) => {
      const query = db
        .selectFrom('responses')
        .selectAll()
        .where('project', '=', project)
        .where('id', '=', id);
      const row = await query.executeTakeFirst();
      // Numbers that may exceed 32 bits come as strings from some engines.
      return row && { ...row, createdAt: Number(row.createdAt) };
    },
    delete: (project, id, now) =>
      db.transaction().execute(async (within) => {
        const query = within.deleteFrom('responses').where('project', '=', project).where('id', '=', id);
        if (Number((await query.executeTakeFirst()).numDeletedRows) === 0) return false;
        await letGo(within, [id], now);
        return true;
      }),
    deleteOld: (age, now, limit) =>
      db.transaction().execute((within) => deleteOld(within, age, { now, limit })),
  };
}

async function insert(
  within: Transaction<Database>,
  row: ResponseRow,
  blobs: readonly string[],
): Promise<void> {
  const once = within.insertInto('responses').values(row);
  await once.onConflict((conflict) => conflict.column('id').doNothing()).execute();
  if (blobs.length === 0) return;
  const uses = blobs.map((sha256) => ({ responseId: row.id, sha256 }));
  await within
    .insertInto('responseBlobs')
    .values(uses)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function deleteOld(
  within: Transaction<Database>,
  age: Age,
  { now, limit }: { readonly now: number; readonly limit: number },
): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    delete from responses where id in (
      select id from responses where ${tooOld('responses', age)} order by created_at, id limit ${limit})
    returning id`.execute(within);
  await letGo(
    within,
    rows.map(({ id }) => id),
    now,
  );
  return rows.length;
}

async function letGo(within: Transaction<Database>, ids: readonly string[], now: number): Promise<void> {
  if (ids.length === 0) return;
  const uses = within.deleteFrom('responseBlobs').where('responseId', 'in', ids).returning('sha256');
  const rows = await uses.execute();
  await markBlobs(
    within,
    rows.map(({ sha256 }) => sha256),
    now,
  );
}
