import type { LogEntry, RequestRecords } from '../storage/ports.ts';
import { toBatch } from './log-batch.ts';
import { createWriteBehind, type WriteBehind, type WriteBehindOptions } from './write-behind.ts';

/**
 * Write-behind log of requests. A crash loses what was added within the last `delayMs` (`busyDelayMs` under load) and the batch that is being written;
 * while the database does not answer, `capacity` entries wait in memory. Each entry is written at most once.
 */
export type RequestLog = WriteBehind<LogEntry>;

export const createRequestLog = (
  records: Pick<RequestRecords, 'write' | 'known'>,
  options: WriteBehindOptions & {
    /** Told of what was written. */
    readonly written?: (entries: readonly LogEntry[]) => void;
  },
): RequestLog =>
  createWriteBehind(
    {
      insertMany: async (entries, again) => {
        await records.write(toBatch(again ? await unknownOf(records, entries) : entries));
        options.written?.(entries);
      },
    },
    options,
  );

/** A connection that breaks at the commit leaves open whether it was done; sums must not be added to twice. */
async function unknownOf(
  records: Pick<RequestRecords, 'known'>,
  entries: readonly LogEntry[],
): Promise<LogEntry[]> {
  const known = new Set(await records.known(entries.map(({ request }) => request.id)));
  return entries.filter(({ request }) => !known.has(request.id));
}
