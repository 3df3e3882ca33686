import { GatewayError } from '../../contract/error.ts';
import type { PayloadWriter } from '../../contract/payload.ts';
import type { BufferPool } from '../../lib/buffer-pool.ts';
import type { ExchangeSpool } from '../ports.ts';
import type { SpoolFolder } from './spool-folder.ts';
import { SpoolWriter } from './spool-writer.ts';

/** The temporary files of one exchange. */
export class FsExchangeSpool implements ExchangeSpool {
  readonly #folder: SpoolFolder;
  readonly #buffers: BufferPool;
  #writers: SpoolWriter[] = [];
  #disposed = false;

  constructor(folder: SpoolFolder, buffers: BufferPool) {
    this.#folder = folder;
    this.#buffers = buffers;
  }

  open(): PayloadWriter {
    // Whoever still writes after the end would leave a file that nobody removes.
    if (this.#disposed) {
      const facts = { internal: 'a payload was opened after its exchange had ended' };
      throw new GatewayError('internal', 'The gateway failed to handle this request.', facts);
    }
    const writer = new SpoolWriter(() => this.#folder.newFile(), this.#buffers);
    this.#writers.push(writer);
    return writer;
  }

  /** What was kept has a second name in the blob folder, so every spool file can go. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    const writers = this.#writers;
    this.#writers = [];
    await Promise.all(writers.map((writer) => writer.abort()));
  }
}
