import type { Kysely } from 'kysely';
import type { ExecutionRow, RequestRecords, RequestRow } from '../ports.ts';
import { type Database, numberOrNull, type Stored } from './database.ts';
import { inOrder, newestFirst, ofProject } from './newest-first.ts';
import { deleteOld } from './old-requests.ts';
import { requestQuestion } from './request-question.ts';
import type { WriteBatch } from './write-batch.ts';

export function createRequestRecords(db: Kysely<Database>, writeBatch: WriteBatch): RequestRecords {
  const all = db.selectFrom('requests').selectAll();
  return {
    write: async (batch) => {
      if (batch.requests.length > 0) await db.transaction().execute((within) => writeBatch(within, batch));
    },
    known: async (ids) => {
      if (ids.length === 0) return [];
      const rows = await db.selectFrom('requests').select('id').where('id', 'in', ids).execute();
      return rows.map(({ id }) => id);
    },
    find: async (project, id) => {
      const [row] = ofProject(project, await all.where('id', '=', id).execute());
      return row && fromStored(row);
    },
    executions: async (project, requestId) => {
      const query = db
        .selectFrom('executions')
        .selectAll()
        .where('requestId', '=', requestId)
        .where('project', '=', project)
        .orderBy('position');
      return (await query.execute()).map(executionFromStored);
    },
    list: async (project, filter, page) => {
      const { ids, next } = await newestFirst(db, 'requests', requestQuestion(project, filter), page);
      if (ids.length === 0) return { items: [], next };
      const rows = await all.where('id', 'in', ids).execute();
      return { items: inOrder(ids, ofProject(project, rows)).map(fromStored), next };
    },
    deleteMinutes: async (before) => {
      await db.deleteFrom('usageSums').where('step', '=', 60_000).where('at', '<', before).execute();
    },
    deleteOld: (age, limit) => db.transaction().execute((within) => deleteOld(within, age, limit)),
  };
}

const fromStored = (row: Stored<RequestRow, 'stream', 'usage' | 'cost' | 'warnings'>): RequestRow => ({
  ...row,
  stream: row.stream === 1,
  createdAt: Number(row.createdAt),
  durationMs: Number(row.durationMs),
  firstMs: numberOrNull(row.firstMs),
  inputTokens: numberOrNull(row.inputTokens),
  outputTokens: numberOrNull(row.outputTokens),
  totalTokens: numberOrNull(row.totalTokens),
  costNanoUsd: numberOrNull(row.costNanoUsd),
  usage: row.usage && JSON.parse(row.usage),
  cost: row.cost && JSON.parse(row.cost),
  warnings: JSON.parse(row.warnings),
});

const executionFromStored = (row: Database['executions']): ExecutionRow => ({
  ...row,
  startedAt: Number(row.startedAt),
  durationMs: Number(row.durationMs),
  firstMs: numberOrNull(row.firstMs),
  costNanoUsd: numberOrNull(row.costNanoUsd),
  score: JSON.parse(row.score),
  usage: row.usage && JSON.parse(row.usage),
  pictures: JSON.parse(row.pictures),
  cost: row.cost && JSON.parse(row.cost),
  warnings: JSON.parse(row.warnings),
});
