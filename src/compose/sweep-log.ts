import type { Logger } from 'pino';
import { deleteOldBodies } from '../bodies/sweep.ts';
import { DAY_MS } from '../lib/durations.ts';
import { type Recurring, recurring } from '../lib/recurring.ts';
import { deleteBlobs } from '../media/delete-blobs.ts';
import { sweepLeftovers } from '../media/sweep-leftovers.ts';
import { agesOf, type Days, deleteAll, deleteOldRequests } from '../telemetry/retention.ts';
import type { Stores } from './stores.ts';

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

const SWEEP_EVERY_MS = 600_000;
const BYTES_EVERY_MS = 60_000;
const LEFTOVERS_FIRST_MS = 3_600_000;
const LEFTOVERS_EVERY_MS = DAY_MS;

/** Deletes what is too old, and bytes that nothing refers to, again and again. */
export function sweepingLog(stores: Stores, logger: Pick<Logger, 'error'>): Pick<Recurring, 'stop'> {
  const { blobs } = stores;
  const { blobDeletions } = stores.records;
  const often = (work: () => Promise<void>, everyMs: number) =>
    recurring(work, everyMs, (error) => logger.error({ err: error }, 'the request log could not be tidied'));
  // The whole store is gone through: once a day, and not by a process that hardly lives for an hour.
  let leftoversAt = 0;
  const leftovers = async (): Promise<void> => {
    if (Date.now() < leftoversAt) return;
    leftoversAt = Date.now() + LEFTOVERS_EVERY_MS;
    await sweepLeftovers({ blobDeletions, blobs, random: Math.random }, Date.now());
  };
  const sweeps = [
    often(() => sweepLog(stores, Date.now()), SWEEP_EVERY_MS),
    often(() => deleteBlobs({ blobDeletions, blobs }, Date.now), BYTES_EVERY_MS),
    often(leftovers, LEFTOVERS_FIRST_MS),
  ];
  return {
    async stop() {
      await Promise.all(sweeps.map((sweep) => sweep.stop()));
    },
  };
}
