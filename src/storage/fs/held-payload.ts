import { GatewayError } from '../../contract/error.ts';
import { LENT_BYTES, type Payload } from '../../contract/payload.ts';
import { HEAD_BYTES } from './file-payload.ts';

/** Enough for everybody who looks at how a picture ends. */
const TAIL_BYTES = 64;
const NOTHING = new Uint8Array();

/** A payload in borrowed buffers: they are somebody else's once it was let go. */
export class HeldPayload implements Payload {
  readonly size: number;
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  readonly sha256?: string;
  #chunks: readonly Uint8Array[] | undefined;
  /** Readings that have begun and not come to their end. Whoever leaves one may still hold its last chunk. */
  #unfinished = 0;

  /** @param chunks of at least 64 KiB, but for the last */
  constructor(chunks: readonly Uint8Array[], size: number, sha256: string | undefined) {
    this.size = size;
    // Copies: whoever looks at them does not say when they are done.
    this.head = Uint8Array.from((chunks[0] ?? NOTHING).subarray(0, HEAD_BYTES));
    // The last chunk may be a byte long.
    const ends = chunks.slice(-2).map((chunk) => chunk.subarray(-TAIL_BYTES));
    this.tail = Buffer.concat(ends).subarray(-TAIL_BYTES);
    if (sha256 !== undefined) this.sha256 = sha256;
    this.#chunks = chunks;
  }

  async *read(chunks?: 'lent'): AsyncGenerator<Uint8Array> {
    const held = this.#chunks;
    if (!held) throw gone();
    this.#unfinished += 1;
    for (const chunk of held) {
      const isLent = chunks === 'lent' && chunk.length >= LENT_BYTES;
      yield isLent ? chunk : Uint8Array.from(chunk);
      if (!this.#chunks) throw gone();
    }
    this.#unfinished -= 1;
  }

  /** Ends it. True where nobody can still look at the buffers. */
  letGo(): boolean {
    this.#chunks = undefined;
    return this.#unfinished === 0;
  }
}

const gone = (): GatewayError =>
  new GatewayError('internal', 'The gateway could not read an image.', {
    internal: 'a payload was read after its exchange had ended',
  });
