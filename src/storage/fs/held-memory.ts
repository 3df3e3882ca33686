import type { Arriving } from '../../contract/payload.ts';
import { BufferPool } from '../../lib/buffer-pool.ts';
import { HeldWriter } from './held-writer.ts';

/** Larger ones make few steps of a picture, smaller ones waste less of their last. */
const BUFFER_BYTES = 262_144;
/** A larger payload goes to the disk, whatever memory there is. */
const MOST_OF_ONE = 4 * 1024 * 1024;

/** Memory that short payloads are held in while their exchanges last; all exchanges share it. */
export class HeldMemory {
  readonly #buffers = new BufferPool(BUFFER_BYTES);
  #left: number;

  /** @param bytes for all payloads at once */
  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** Nothing where the payload may be too large, or where there is no room for it now. */
  open({ bytes, hashed = true }: Arriving): HeldWriter | undefined {
    if (bytes === undefined || bytes > MOST_OF_ONE || bytes > this.#left) return undefined;
    this.#left -= bytes;
    const giveBack = (buffers: readonly Buffer[]): void => {
      this.#left += bytes;
      for (const buffer of buffers) this.#buffers.giveBack(buffer);
    };
    return new HeldWriter({ take: () => this.#buffers.take(), giveBack, hashed });
  }
}
