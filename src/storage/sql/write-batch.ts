import type { Transaction } from 'kysely';
import type { ExecutionRow, LogBatch, RequestRow } from '../ports.ts';
import type { BulkWrite } from './bulk-write.ts';
import { type Database, flag, toJson } from './database.ts';
import { touchTraces } from './traces.ts';
import { addUsage } from './usage-sums.ts';

/** Writes rows of the request log and all that follows from them. */
export type WriteBatch = (within: Transaction<Database>, batch: LogBatch) => Promise<void>;

export const batchWriter =
  (bulk: BulkWrite): WriteBatch =>
  async (within, batch) => {
    if (batch.settles.length > 0) await settle(bulk, within, batch);
    await bulk.insert(within, 'requests', batch.requests.map(toStored));
    await bulk.insert(within, 'executions', batch.executions.map(executionToStored));
    await touchTraces(within, batch.traces);
    await addUsage(bulk, within, batch);
  };

async function settle(
  bulk: BulkWrite,
  within: Transaction<Database>,
  { settles, undoes }: LogBatch,
): Promise<void> {
  await within.deleteFrom('unsettled').where('id', 'in', settles).execute();
  if (!undoes) return;
  await within.deleteFrom('executions').where('requestId', 'in', undoes.ids).execute();
  await within.deleteFrom('requests').where('id', 'in', undoes.ids).execute();
  await addUsage(bulk, within, undoes);
}

const toStored = (row: RequestRow): Database['requests'] => ({
  ...row,
  stream: flag(row.stream),
  usage: row.usage && toJson(row.usage),
  cost: row.cost && toJson(row.cost),
  warnings: toJson(row.warnings),
});

const executionToStored = (row: ExecutionRow): Database['executions'] => ({
  ...row,
  // What a version without it had begun may be written down by this one.
  errorDetail: row.errorDetail ?? null,
  score: toJson(row.score),
  usage: row.usage && toJson(row.usage),
  pictures: toJson(row.pictures),
  cost: row.cost && toJson(row.cost),
  warnings: toJson(row.warnings),
});
