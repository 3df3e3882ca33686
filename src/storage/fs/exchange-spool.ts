import { GatewayError } from '../../contract/error.ts';
import type { PayloadWriter } from '../../contract/payload.ts';
import type { ExchangeSpool } from '../ports.ts';
import type { SpoolFolder } from './spool-folder.ts';
import { type SpoolMemory, SpoolWriter } from './spool-writer.ts';

/** The temporary files of one exchange. */
export class FsExchangeSpool implements ExchangeSpool {
  readonly #folder: SpoolFolder;
  readonly #memory: SpoolMemory;
  #writers: SpoolWriter[] = [];
  #disposed = false;

  constructor(folder: SpoolFolder, memory: SpoolMemory) {
    this.#folder = folder;
    this.#memory = memory;
  }

  open(): PayloadWriter {
    // Whoever still writes after the end would leave a file that nobody removes.
    if (this.#disposed) {
      const facts = { internal: 'a payload was opened after its exchange had ended' };
      throw new GatewayError('internal', 'The gateway failed to handle this request.', facts);
    }
    const writer = new SpoolWriter(() => this.#folder.newFile(), this.#memory);
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
