import { GatewayError } from '../../contract/error.ts';
import type { Arriving, PayloadWriter } from '../../contract/payload.ts';
import type { BufferPool } from '../../lib/buffer-pool.ts';
import type { ExchangeSpool } from '../ports.ts';
import type { HeldMemory } from './held-memory.ts';
import type { SpoolFolder } from './spool-folder.ts';
import { SpoolWriter } from './spool-writer.ts';

/** What all exchanges share. */
export interface SpoolPlaces {
  readonly folder: SpoolFolder;
  /** Each takes one payload that stays in memory whatever there is, and collects what goes to the disk. */
  readonly buffers: BufferPool;
  readonly memory: HeldMemory;
}

/** What one exchange holds in memory, and its temporary files. */
export class FsExchangeSpool implements ExchangeSpool {
  readonly #places: SpoolPlaces;
  #writers: PayloadWriter[] = [];
  #disposed = false;

  constructor(places: SpoolPlaces) {
    this.#places = places;
  }

  open(arriving: Arriving = {}): PayloadWriter {
    // Whoever still writes after the end would leave a file that nobody removes.
    if (this.#disposed) {
      const facts = { internal: 'a payload was opened after its exchange had ended' };
      throw new GatewayError('internal', 'The gateway failed to handle this request.', facts);
    }
    const writer = this.#writerFor(arriving);
    this.#writers.push(writer);
    return writer;
  }

  #writerFor(arriving: Arriving): PayloadWriter {
    const { folder, buffers, memory } = this.#places;
    const held = (arriving.bytes ?? 0) > buffers.size ? memory.open(arriving) : undefined;
    return held ?? new SpoolWriter(() => folder.newFile(), buffers, arriving.hashed ?? true);
  }

  /** What was kept has a second name in the blob folder, so every spool file can go. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const writers = this.#writers;
    this.#writers = [];
    await Promise.all(writers.map((writer) => writer.abort()));
  }
}
