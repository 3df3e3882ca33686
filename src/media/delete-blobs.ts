import type { BlobDeletionRecords, Blobs } from '../storage/ports.ts';

/** Bytes are left alone for so long after nothing referred to them any more; deleting them is remembered for as long. */
const GRACE_MS = 120_000;
const BATCH = 50;

interface Parts {
  readonly blobDeletions: BlobDeletionRecords;
  readonly blobs: Pick<Blobs, 'delete'>;
}

/** Deletes the bytes that no row refers to any more, batch by batch. @param now Unix milliseconds */
export async function deleteBlobs({ blobDeletions, blobs }: Parts, now: () => number): Promise<void> {
  await blobDeletions.forget(now() - GRACE_MS);
  for (;;) {
    const began = now();
    const { taken, unused } = await blobDeletions.take(began - GRACE_MS, began, BATCH);
    await Promise.all(unused.map((sha256) => blobs.delete(sha256)));
    await blobDeletions.done(unused, now());
    if (taken < BATCH) return;
  }
}
