import type { RequestRecords, RequestRow } from '../storage/ports.ts';
import { createWriteBehind, type WriteBehind, type WriteBehindOptions } from './write-behind.ts';

/** Write-behind log of requests. */
export type RequestLog = WriteBehind<RequestRow>;

export const createRequestLog = (
  records: Pick<RequestRecords, 'insertMany'>,
  options: WriteBehindOptions,
): RequestLog => createWriteBehind(records, options);
