import type { Kysely } from 'kysely';
import type { RequestRecords, RequestRow, UsageSums } from '../ports.ts';
import { type Database, flag, type Stored } from './database.ts';

/** Rows of one statement: below every engine's limit of parameters. */
const ROWS_PER_INSERT = 100;

export function createRequestRecords(db: Kysely<Database>): RequestRecords {
  return {
    insertMany: async (rows) => {
      if (rows.length === 0) return;
      const stored = rows.map((row) => ({ ...row, stream: flag(row.stream) }));
      await db.transaction().execute(async (transaction) => {
        for (let start = 0; start < stored.length; start += ROWS_PER_INSERT) {
          const batch = stored.slice(start, start + ROWS_PER_INSERT);
          await transaction.insertInto('requests').values(batch).execute();
        }
      });
    },
    find: async (project, id) => {
      const query = db.selectFrom('requests').selectAll().where('project', '=', project).where('id', '=', id);
      const row = await query.executeTakeFirst();
      return row && fromStored(row);
    },
    sums: (scope) => sums(db, scope),
  };
}

const TURNED_AWAY = ['rate_limited', 'quota_exceeded'];

async function sums(
  db: Kysely<Database>,
  { project, keyId, since }: Parameters<RequestRecords['sums']>[0],
): Promise<UsageSums> {
  let query = db
    .selectFrom('requests')
    .select(({ fn }) => [
      fn.countAll().as('requests'),
      fn.sum('totalTokens').as('tokens'),
      fn.sum('imageCount').as('images'),
      fn.sum('costNanoUsd').as('cost'),
    ])
    .where('project', '=', project)
    .where('createdAt', '>=', since)
    .where(({ eb, or }) => or([eb('errorCode', 'is', null), eb('errorCode', 'not in', TURNED_AWAY)]));
  if (keyId !== undefined) query = query.where('keyId', '=', keyId);
  const row = await query.executeTakeFirstOrThrow();
  return {
    requests: Number(row.requests),
    tokens: Number(row.tokens ?? 0),
    images: Number(row.images ?? 0),
    cost: Number(row.cost ?? 0),
  };
}

const fromStored = (row: Stored<RequestRow, 'stream'>): RequestRow => ({
  ...row,
  stream: row.stream === 1,
  createdAt: Number(row.createdAt),
  durationMs: Number(row.durationMs),
  costNanoUsd: row.costNanoUsd === null ? null : Number(row.costNanoUsd),
  totalTokens: row.totalTokens === null ? null : Number(row.totalTokens),
});
