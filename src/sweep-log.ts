import { deleteOldBodies } from './bodies/sweep.ts';
import type { Stores } from './stores.ts';
import { agesOf, type Days, deleteAll, deleteOldRequests } from './telemetry/retention.ts';

/** Deletes what has been kept for long enough. @param now Unix milliseconds */
export async function sweepLog(
  { records, blobs, settings }: Pick<Stores, 'records' | 'blobs' | 'settings'>,
  now: number,
): Promise<void> {
  const projects = await records.projects.list();
  const ages = (name: keyof Days) => agesOf(name, { projects, days: settings.get('requests'), now });
  for (const age of ages('keepBodyDays'))
    await deleteAll((limit) => deleteOldBodies({ bodies: records.bodies, blobs }, age, limit));
  await deleteOldRequests(records.requests, ages('keepDays'), now);
}
