import { LENT_BYTES, type Payload, type PayloadWriter } from '../contract/payload.ts';
import { BufferPool } from '../lib/buffer-pool.ts';

/** Longest piece decoded at once: larger Latin-1 slices than 128 KiB are several times slower. */
export const BASE64_WINDOW = 65_536;
/** Shorter pieces are collected by hand first: the native call costs more than they are worth. */
const DIRECT_MIN = 256;
const PENDING = 4096;
const FLUSH_AT = 12_288;
/** What a window (48 KiB) and all that is pending (3 KiB) become always fits in after a flush. */
const decodeBuffers = new BufferPool(65_536);
const NOTHING = Buffer.alloc(0);
/** Becomes 128 KiB of base64: every slow reader holds one such piece. */
const ENCODE_WINDOW = 96 * 1024;
const ENCODE_STEP = 48 * 1024;
const encodeBuffers = new BufferPool((ENCODE_WINDOW / 3) * 4);

const PAD = 0x3d;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Which letters may still come: for each byte the standard alphabet's byte, 0 where it is none. */
type Alphabet = Uint8Array;
const STANDARD = alphabetOf('+/');
const URL_SAFE = alphabetOf('-_');
/** As long as neither of the two has shown itself. */
const COMMON = alphabetOf('');
const EITHER = STANDARD.map((byte, index) => byte || (URL_SAFE[index] ?? 0));

function alphabetOf(last: string): Alphabet {
  const alphabet = new Uint8Array(256);
  for (let i = 0; i < LETTERS.length; i += 1) alphabet[LETTERS.charCodeAt(i)] = LETTERS.charCodeAt(i);
  for (let i = 0; i < last.length; i += 1) alphabet[last.charCodeAt(i)] = '+/'.charCodeAt(i);
  return alphabet;
}

/** A letter of the standard or the URL-safe alphabet; padding is none. */
export const isBase64Byte = (byte: number | undefined): boolean => byte !== undefined && EITHER[byte] !== 0;

/**
 * Decodes base64 that comes in pieces into a payload writer, and remembers how it was written, so that the text
 * can be restored exactly. Takes the standard or the URL-safe alphabet, but not both in one run.
 */
export class Base64Decoder {
  readonly #writer: PayloadWriter;
  /** Where decoded bytes are collected, until the end. */
  #out = decodeBuffers.take();
  readonly #pending = Buffer.allocUnsafeSlow(PENDING);
  #outLength = 0;
  #pendingLength = 0;
  #alphabet = COMMON;
  #chars = 0;
  #padding = 0;
  #tail = '';

  constructor(writer: PayloadWriter) {
    this.#writer = writer;
  }

  /** Letters taken so far, without padding. */
  get chars(): number {
    return this.#chars;
  }

  /**
   * Takes `bytes[from…to)`, at most BASE64_WINDOW of them, up to the first that cannot belong to the base64 so far.
   * Returns where it stopped: `to` when all were taken. Call `flush` before the next piece.
   */
  write(bytes: Buffer, from: number, to: number): number {
    let at = from;
    if (to - from >= DIRECT_MIN && this.#padding === 0 && this.#alphabet !== URL_SAFE) {
      const aligned = at + ((4 - (this.#pendingLength % 4)) % 4);
      at = this.#collect(bytes, at, aligned);
      if (at < aligned) return at;
      this.#decodePending();
      const end = at + ((to - at) & ~3);
      if (this.#decodeDirectly(bytes, at, end)) at = end;
    }
    return this.#collect(bytes, at, to);
  }

  /** Whether this byte could come next. */
  accepts(byte: number): boolean {
    const alphabet = this.#alphabet === COMMON ? EITHER : this.#alphabet;
    return this.#padding === 0 && alphabet[byte] !== 0;
  }

  /** Hands over what was decoded, once there is enough of it. */
  flush(): void | Promise<void> {
    if (this.#outLength >= FLUSH_AT) return this.#handOver();
  }

  async finish(): Promise<Payload> {
    const whole = this.#pendingLength & ~3;
    this.#tail = this.#pending.toString('latin1', whole, this.#pendingLength);
    this.#decodePending();
    this.#outLength += this.#out.write(this.#tail, this.#outLength, 'base64');
    await this.#handOver();
    this.#release();
    return this.#writer.finish();
  }

  abort(): Promise<void> {
    this.#release();
    return this.#writer.abort();
  }

  /** After `finish`: encoding the payload again gives exactly the text that came. */
  get canonical(): boolean {
    const tail = this.#tail + '='.repeat(this.#padding);
    const isExact = Buffer.from(this.#tail, 'base64').toString('base64') === tail;
    return this.#alphabet !== URL_SAFE && isExact;
  }

  /** After `finish`: the text that came, given the base64 of the payload. */
  restore(encoded: string): string {
    const text = encoded.slice(0, this.#chars - this.#tail.length) + this.#tail;
    const letters = this.#alphabet === URL_SAFE ? text.replaceAll('+', '-').replaceAll('/', '_') : text;
    return letters + '='.repeat(this.#padding);
  }

  /** The fast way for long pieces. False, with nothing taken, when anything but the standard alphabet is inside. */
  #decodeDirectly(bytes: Buffer, from: number, to: number): boolean {
    const text = bytes.toString('latin1', from, to);
    if (text.includes('-') || text.includes('_')) return false;
    const written = this.#out.write(text, this.#outLength, 'base64');
    // The native decoder skips what it does not know, so only the length tells that all was known.
    if (written !== (text.length / 4) * 3) return false;
    if (this.#alphabet === COMMON && (text.includes('+') || text.includes('/'))) this.#alphabet = STANDARD;
    this.#outLength += written;
    this.#chars += text.length;
    return true;
  }

  #collect(bytes: Buffer, from: number, to: number): number {
    let at = from;
    while (at < to) {
      if (this.#padding === 0) at = this.#copyLetters(bytes, at, to);
      if (at === to) break;
      const byte = bytes[at] ?? 0;
      if (this.#pendingLength === PENDING) this.#decodePending();
      else if (byte === PAD && this.#takePadding()) at += 1;
      else if (byte !== PAD && this.accepts(byte))
        this.#alphabet = STANDARD[byte] === 0 ? URL_SAFE : STANDARD;
      else break;
    }
    return at;
  }

  /** The hot loop. Stops at what the alphabet does not have, and where nothing more fits. */
  #copyLetters(bytes: Buffer, from: number, to: number): number {
    const alphabet = this.#alphabet;
    const pending = this.#pending;
    let length = this.#pendingLength;
    const end = Math.min(to, from + PENDING - length);
    let at = from;
    for (; at < end; at += 1) {
      const letter = alphabet[bytes[at] ?? 0] ?? 0;
      if (letter === 0) break;
      pending[length] = letter;
      length += 1;
    }
    this.#pendingLength = length;
    this.#chars += at - from;
    return at;
  }

  #takePadding(): boolean {
    const isDue = this.#chars % 4 > 1 && (this.#chars + this.#padding) % 4 !== 0;
    if (isDue) this.#padding += 1;
    return isDue;
  }

  /** Decodes whole groups of four; up to three letters stay. */
  #decodePending(): void {
    const whole = this.#pendingLength & ~3;
    this.#outLength += this.#out.write(this.#pending.toString('latin1', 0, whole), this.#outLength, 'base64');
    this.#pending.copyWithin(0, whole, this.#pendingLength);
    this.#pendingLength -= whole;
  }

  #handOver(): void | Promise<void> {
    const decoded = this.#out.subarray(0, this.#outLength);
    this.#outLength = 0;
    if (decoded.length > 0) return this.#writer.write(decoded);
  }

  /** The writer copies what it is given, so nobody needs the buffer any more. */
  #release(): void {
    if (this.#out !== NOTHING) decodeBuffers.giveBack(this.#out);
    this.#out = NOTHING;
  }
}

/**
 * The source's bytes as base64 text with padding, in pieces of at most 128 KiB. A piece of LENT_BYTES and more is lent: it may be
 * overwritten once the next is asked for.
 */
export async function* encodeBase64(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const lent = encodeBuffers.take();
  let carry = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = carry.length > 0 ? Buffer.concat([carry, chunk]) : asBuffer(chunk);
    const whole = bytes.length - (bytes.length % 3);
    for (let at = 0; at < whole; at += ENCODE_WINDOW) {
      yield encodeWindow(bytes.subarray(at, Math.min(at + ENCODE_WINDOW, whole)), lent);
    }
    carry = Buffer.from(bytes.subarray(whole));
  }
  if (carry.length > 0) yield encodeWindow(carry, lent);
  // Not when the reader leaves early: somebody may still hold the last piece then.
  encodeBuffers.giveBack(lent);
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function encodeWindow(bytes: Buffer, lent: Buffer): Buffer {
  const size = Math.ceil(bytes.length / 3) * 4;
  const out = size < LENT_BYTES ? Buffer.allocUnsafe(size) : lent;
  let length = 0;
  for (let at = 0; at < bytes.length; at += ENCODE_STEP) {
    const text = bytes.toString('base64', at, Math.min(at + ENCODE_STEP, bytes.length));
    length += out.write(text, length, 'latin1');
  }
  return out.subarray(0, length);
}
