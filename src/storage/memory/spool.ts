import type { PayloadWriter } from '../../contract/payload.ts';
import { HashedBytes } from '../hashed-bytes.ts';
import type { ExchangeSpool } from '../ports.ts';

/** A spool that never touches the disk: for tests, and wherever payloads are known to be small. */
export function memorySpool(): ExchangeSpool {
  return { open: () => new MemoryWriter(), dispose: async () => {} };
}

class MemoryWriter implements PayloadWriter {
  #chunks: Uint8Array[] = [];

  write(chunk: Uint8Array): void {
    this.#chunks.push(Uint8Array.from(chunk));
  }

  async finish(): Promise<HashedBytes> {
    return new HashedBytes(Buffer.concat(this.#chunks));
  }

  async abort(): Promise<void> {
    this.#chunks = [];
  }
}
