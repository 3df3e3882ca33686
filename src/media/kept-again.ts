import { setTimeout as sleep } from 'node:timers/promises';
import type { BlobDeletionRecords } from '../storage/ports.ts';

/** Deleting a picture takes milliseconds; whoever takes longer has died. */
const PATIENCE_MS = 10_000;
const STEP_MS = 100;

/**
 * Bytes that nothing referred to any more may have been deleted between being kept once more and being referred to. To be called
 * when the row that refers to them is written: from then on nobody begins to delete them.
 * @param keep writes the bytes, if they are not there
 */
export async function keptAgain(
  deletions: Pick<BlobDeletionRecords, 'stateOf'>,
  sha256: string,
  keep: () => Promise<unknown>,
): Promise<void> {
  for (let waited = 0; ; waited += STEP_MS) {
    const state = await deletions.stateOf(sha256);
    if (state === undefined || state === 'waiting') return;
    if (state === 'deleted' || waited >= PATIENCE_MS) {
      await keep();
      return;
    }
    await sleep(STEP_MS);
  }
}
