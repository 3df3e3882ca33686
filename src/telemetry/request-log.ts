import type { LogEntry, RequestRecords } from '../storage/ports.ts';
import { toBatch } from './log-batch.ts';
import { createWriteBehind, type WriteBehind, type WriteBehindOptions } from './write-behind.ts';

/**
 * Write-behind log of requests. A crash loses what was added within the last `delayMs` and the batch that is being written;
 * while the database does not answer, `capacity` entries wait in memory.
 */
export type RequestLog = WriteBehind<LogEntry>;

export const createRequestLog = (
  records: Pick<RequestRecords, 'write'>,
  options: WriteBehindOptions,
): RequestLog => createWriteBehind({ insertMany: (entries) => records.write(toBatch(entries)) }, options);
