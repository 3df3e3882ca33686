import { GatewayError } from '../contract/error.ts';

const FIRST_BLOCK = 1024;

/** Bytes in one block that grows at its end and can be cut back. */
export class ByteBuffer {
  readonly #limit: number;
  #block = Buffer.alloc(0);
  #length = 0;

  /** `limit`: most bytes it takes; more throws GatewayError `too_large`. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  /** Copies the bytes. */
  append(bytes: Uint8Array): void {
    this.assertRoom(bytes.length);
    const length = this.#length + bytes.length;
    if (length > this.#block.length) this.#grow(length);
    this.#block.set(bytes, this.#length);
    this.#length = length;
  }

  /** Throws when so many more bytes would be over the limit. */
  assertRoom(more: number): void {
    if (this.#length + more > this.#limit) {
      throw new GatewayError('too_large', `More than ${this.#limit} bytes of JSON besides base64 data.`);
    }
  }

  /** Forgets everything from `length` on. */
  truncate(length: number): void {
    this.#length = length;
  }

  /** Lets go of memory that is not filled. */
  shrink(): void {
    this.#block = Buffer.from(this.view());
  }

  /** What is inside, valid until the next change. */
  view(): Buffer {
    return this.#block.subarray(0, this.#length);
  }

  #grow(needed: number): void {
    // Twice as much each time, so that many small pieces are copied a constant number of times each.
    const block = Buffer.allocUnsafe(Math.max(needed, this.#block.length * 2, FIRST_BLOCK));
    block.set(this.view());
    this.#block = block;
  }
}
