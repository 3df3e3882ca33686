import { deleteOldBodies } from './bodies/sweep.ts';
import type { Stores } from './stores.ts';
import { agesOf, type Days, deleteAll, deleteOldRequests } from './telemetry/retention.ts';

/** Deletes what has been kept for long enough; bytes of pictures go later, by `deleteBlobs`. @param now Unix milliseconds */
export async function sweepLog(
  { records, blobs, settings }: Pick<Stores, 'records' | 'blobs' | 'settings'>,
  now: number,
): Promise<void> {
  const { bodies, images, responses, requests } = records;
  const projects = await records.projects.list();
  const ages = (name: keyof Days) => agesOf(name, { projects, days: settings.get('requests'), now });
  for (const age of ages('keepBodyDays'))
    await deleteAll((limit) => deleteOldBodies({ bodies, blobs }, age, limit));
  for (const age of ages('keepImageDays')) await deleteAll((limit) => images.deleteOld(age, now, limit));
  for (const age of ages('keepDays')) await deleteAll((limit) => responses.deleteOld(age, now, limit));
  await deleteOldRequests(requests, ages('keepDays'), now);
}
