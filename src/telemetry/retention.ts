import type { RequestRecords } from '../storage/ports.ts';
import { MINUTES_KEPT_MS } from './usage-report.ts';

const DAY_MS = 86_400_000;
/** Rows of one transaction: some tens of milliseconds. */
const BATCH = 200;

/**
 * Deletes what is older than it may become, batch by batch; between two of them whoever waits has their turn.
 * @param now Unix milliseconds
 */
export async function deleteOldRequests(
  requests: Pick<RequestRecords, 'deleteOld'>,
  keepDays: number,
  now: number,
): Promise<void> {
  const age = { before: now - keepDays * DAY_MS, minutesBefore: now - MINUTES_KEPT_MS };
  while ((await requests.deleteOld(age, BATCH)) === BATCH) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
