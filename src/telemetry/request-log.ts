import type { LogBatch, LogEntry, RequestRecords } from '../storage/ports.ts';
import { toBatch } from './log-batch.ts';
import { undoBatch } from './undo-batch.ts';
import { createWriteBehind, type WriteBehind, type WriteBehindOptions } from './write-behind.ts';

/**
 * Write-behind log of requests. A crash loses what was added within the last `delayMs` (`busyDelayMs` under load) and the batch that is being written,
 * except what is among the unsettled; while the database does not answer, `capacity` entries wait in memory. Each entry is written at most once.
 */
export type RequestLog = WriteBehind<LogEntry>;

type Records = Pick<RequestRecords, 'write' | 'known' | 'find' | 'executions'>;

export const createRequestLog = (
  records: Records,
  options: WriteBehindOptions & {
    /** Told of what was written. */
    readonly written?: (entries: readonly LogEntry[]) => void;
  },
): RequestLog =>
  createWriteBehind(
    {
      insertMany: async (entries, again) => {
        await records.write(await batchOf(records, entries, again));
        options.written?.(entries);
      },
    },
    options,
  );

/** A connection that breaks at the commit leaves open whether it was done; sums must not be added to twice. */
async function batchOf(records: Records, entries: readonly LogEntry[], again: boolean): Promise<LogBatch> {
  const asked = again ? entries : entries.filter(({ unsettled }) => unsettled);
  if (asked.length === 0) return toBatch(entries);
  const known = new Set(await records.known(asked.map(({ request }) => request.id)));
  const isKnown = ({ request }: LogEntry): boolean => known.has(request.id);
  const corrected = asked.filter((entry) => entry.unsettled && isKnown(entry));
  const batch = toBatch(entries.filter((entry) => entry.unsettled || !isKnown(entry)));
  if (corrected.length === 0) return batch;
  return { ...batch, undoes: undoBatch(await Promise.all(corrected.map((entry) => stored(records, entry)))) };
}

async function stored(records: Records, { request: { project, id } }: LogEntry): Promise<LogEntry> {
  const request = await records.find(project, id);
  if (!request) throw new Error(`request ${id} stands in the log under another project`);
  return { request, executions: await records.executions(project, id) };
}
