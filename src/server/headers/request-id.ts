import { randomUUID } from 'node:crypto';

/**
 * `req_` and 32 hex digits: goes into answers, the header AH-Request-Id and the log. The first twelve are the time, as in a UUID of
 * version 7: rows of one moment lie side by side in the database, which else writes a page for each of them. Eighty bits are random.
 */
export function newRequestId(now = Date.now()): string {
  const random = randomUUID();
  return `req_${now.toString(16).padStart(12, '0')}${random.slice(14, 18)}${random.slice(19, 23)}${random.slice(24)}`;
}
