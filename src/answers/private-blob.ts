import { randomBytes } from 'node:crypto';
import type { Payload } from '../contract/payload.ts';
import type { Blobs } from '../storage/ports.ts';

/**
 * Blobs are named by their content, so nobody may delete one that others could have kept too. Bytes that belong to one row alone
 * (a job's input, a long text) get random bytes in front: their name is the row's own, and goes with it.
 * A multiple of three, so that base64 is still made of every chunk by itself.
 */
const SALT_BYTES = 18;

/** Keeps bytes of one owner. Gives the name to open and delete them by. */
export async function keepPrivate(blobs: Blobs, source: AsyncIterable<Uint8Array>): Promise<string> {
  const spool = blobs.spool();
  try {
    const writer = spool.open();
    await writer.write(randomBytes(SALT_BYTES));
    for await (const chunk of source) await writer.write(chunk);
    const { sha256 } = await blobs.keep(await writer.finish());
    return sha256;
  } finally {
    await spool.dispose();
  }
}

export async function openPrivate(blobs: Blobs, name: string): Promise<Payload | undefined> {
  const salted = await blobs.open(name);
  return salted && new UnsaltedPayload(salted);
}

class UnsaltedPayload implements Payload {
  readonly #salted: Payload;

  constructor(salted: Payload) {
    this.#salted = salted;
  }

  get size(): number {
    return this.#salted.size - SALT_BYTES;
  }

  get head(): Uint8Array {
    return this.#salted.head.subarray(SALT_BYTES);
  }

  async *read(): AsyncGenerator<Uint8Array> {
    let left = SALT_BYTES;
    for await (const chunk of this.#salted.read()) {
      const skipped = Math.min(left, chunk.byteLength);
      left -= skipped;
      if (skipped < chunk.byteLength) yield chunk.subarray(skipped);
    }
  }
}
