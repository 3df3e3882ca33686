import { DAY_MS } from '../lib/durations.ts';
import type { BlobDeletionRecords, Blobs } from '../storage/ports.ts';

/** Bytes are left alone for so long: whoever writes them names them in a row soon afterwards, or once the answer they belong to has ended. */
const YOUNGEST_MS = DAY_MS;
/** Names looked for at once. */
const BATCH = 500;
/** Names held in memory: where there are more, these are chosen at random, so that each has its turn some day. */
const MOST = 10_000;

interface Parts {
  readonly blobDeletions: Pick<BlobDeletionRecords, 'unreferred' | 'named' | 'mark'>;
  readonly blobs: Pick<Blobs, 'names' | 'writtenAt'>;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  readonly most?: number;
}

/**
 * Finds bytes that no row tells of: a process died after it had written them and before it could say what they are. They are marked like those
 * whose last row was deleted; `deleteBlobs` looks once more before they go. Tells how many.
 * @param now Unix milliseconds
 */
export async function sweepLeftovers(parts: Parts, now: number): Promise<number> {
  const { blobs, blobDeletions } = parts;
  const leftovers = new Set<string>();
  for (const sha256 of await suspects(parts)) {
    const writtenAt = await blobs.writtenAt(sha256);
    if (writtenAt !== undefined && writtenAt < now - YOUNGEST_MS) leftovers.add(sha256);
  }
  if (leftovers.size === 0) return 0;
  for await (const names of blobDeletions.named()) for (const each of names) leftovers.delete(each);
  const found = [...leftovers];
  for (let at = 0; at < found.length; at += BATCH) await blobDeletions.mark(found.slice(at, at + BATCH), now);
  return found.length;
}

/** Names in the store that no indexed row refers to. What belongs to answers, jobs and bodies alone is among them. */
async function suspects({ blobs, blobDeletions, random, most = MOST }: Parts): Promise<readonly string[]> {
  const chosen: string[] = [];
  let seen = 0;
  const look = async (batch: readonly string[]): Promise<void> => {
    for (const each of await blobDeletions.unreferred(batch)) {
      seen += 1;
      // Every one of those seen so far is as likely to be among the chosen as any other.
      if (chosen.length < most) chosen.push(each);
      else {
        const place = Math.floor(random() * seen);
        if (place < most) chosen[place] = each;
      }
    }
  };
  let batch: string[] = [];
  for await (const sha256 of blobs.names()) {
    if (batch.push(sha256) < BATCH) continue;
    await look(batch);
    batch = [];
  }
  await look(batch);
  return chosen;
}
