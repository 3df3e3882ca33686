import { createHash, type Hash } from 'node:crypto';
import type { PayloadWriter } from '../../contract/payload.ts';
import { HeldPayload } from './held-payload.ts';
import { closedWriter } from './spool-writer.ts';

interface HeldPlace {
  /** A buffer to fill. */
  readonly take: () => Buffer;
  /** Called once, when the payload is needed no more, with the buffers that nobody can read any more. */
  readonly giveBack: (buffers: readonly Buffer[]) => void;
  readonly hashed: boolean;
}

/** Takes the bytes of one payload into borrowed memory. */
export class HeldWriter implements PayloadWriter {
  readonly #place: HeldPlace;
  readonly #hash: Hash | undefined;
  #buffers: Buffer[] = [];
  #size = 0;
  /** What the last buffer has left. */
  #room: Buffer = Buffer.alloc(0);
  #payload: HeldPayload | undefined;
  #isClosed = false;
  #isGone = false;

  constructor(place: HeldPlace) {
    this.#place = place;
    this.#hash = place.hashed ? createHash('sha256') : undefined;
  }

  write(chunk: Uint8Array): void {
    if (this.#isClosed) throw closedWriter();
    this.#hash?.update(chunk);
    this.#size += chunk.byteLength;
    for (let offset = 0; offset < chunk.byteLength; ) {
      if (this.#room.length === 0) this.#room = this.#nextBuffer();
      const piece = chunk.subarray(offset, offset + this.#room.length);
      this.#room.set(piece);
      this.#room = this.#room.subarray(piece.length);
      offset += piece.length;
    }
  }

  async finish(): Promise<HeldPayload> {
    if (this.#isClosed) throw closedWriter();
    this.#isClosed = true;
    const unfilled = this.#room.length;
    const chunks = this.#buffers.map((buffer, index) =>
      index < this.#buffers.length - 1 ? buffer : buffer.subarray(0, buffer.length - unfilled),
    );
    const sha256 = this.#hash?.digest('hex');
    this.#payload = new HeldPayload(chunks, this.#size, sha256);
    return this.#payload;
  }

  async abort(): Promise<void> {
    this.#isClosed = true;
    if (this.#isGone) return;
    this.#isGone = true;
    // Where somebody may still look at them they are left to the garbage collector.
    const isUnread = this.#payload?.letGo() ?? true;
    this.#place.giveBack(isUnread ? this.#buffers : []);
    this.#buffers = [];
    this.#room = Buffer.alloc(0);
  }

  #nextBuffer(): Buffer {
    const buffer = this.#place.take();
    this.#buffers.push(buffer);
    return buffer;
  }
}
