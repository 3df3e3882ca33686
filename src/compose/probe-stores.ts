import { randomBytes } from 'node:crypto';
import { BytesPayload } from '../contract/payload.ts';
import type { Blobs, Shared } from '../storage/ports.ts';

/** Large enough to be a file. */
const BYTES = 100_000;

/** Keeps something, reads it and deletes it. @throws Error where it does not come back as it was */
export async function probeBlobs(blobs: Blobs): Promise<void> {
  const content = randomBytes(BYTES);
  const { sha256 } = await blobs.keep(new BytesPayload(content));
  try {
    const back = await blobs.open(sha256);
    if (!back || !Buffer.concat(await Array.fromAsync(back.read())).equals(content))
      throw new Error('what was kept does not come back as it was');
  } finally {
    await blobs.delete(sha256);
  }
}

/** The same for what nodes share. */
export async function probeShared(shared: Pick<Shared, 'get' | 'set'>): Promise<void> {
  const name = `probe:${randomBytes(6).toString('hex')}`;
  await shared.set(name, 'well', 10_000);
  if ((await shared.get(name)) !== 'well') throw new Error('what was written does not come back');
}
