import { GatewayError } from '../contract/error.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Beyond this many bytes without a quote or backslash, the native search is faster than the loop. */
const BY_HAND = 64;

/**
 * Walks over JSON text that keeps growing at its end, and stops at long string values. It checks nothing but depth:
 * JSON.parse does the rest.
 */
export class JsonWalker {
  /** Next byte to look at. May lie one beyond the end of the text: the byte that comes there is escaped. */
  at = 0;
  /** Index of the open string's first byte; -1 outside of strings. */
  stringStart = -1;
  /** Whether `at` stands at the closing quote of the open string. */
  atQuote = false;
  readonly #long: number;
  readonly #maxDepth: number;
  /** The bracket that opened each level. */
  readonly #levels: number[] = [];
  #depth = 0;
  #afterColon = false;

  /** `long`: bytes from which on a string value is reported. */
  constructor(long: number, maxDepth: number) {
    this.#long = long;
    this.#maxDepth = maxDepth;
  }

  /**
   * Walks on to the end of the text. True where it stands inside or at the end of a long string value; such a string,
   * once at its closing quote, has to be left with `leaveString`.
   */
  walk(text: Buffer): boolean {
    while (this.at < text.length) {
      if (this.stringStart < 0) this.#walkStructure(text);
      else {
        this.#walkString(text);
        if (this.#isLong()) return true;
        if (this.atQuote) this.leaveString();
      }
    }
    return this.#isLong();
  }

  leaveString(): void {
    this.at += 1;
    this.stringStart = -1;
    this.atQuote = false;
  }

  #isLong(): boolean {
    if (this.stringStart < 0 || this.at - this.stringStart < this.#long) return false;
    const isKey = this.#levels[this.#depth] === OPEN_OBJECT && !this.#afterColon;
    return !isKey;
  }

  #walkStructure(text: Buffer): void {
    const { length } = text;
    for (let at = this.at; at < length; at += 1) {
      switch (text[at]) {
        case QUOTE:
          this.at = at + 1;
          this.stringStart = at + 1;
          return;
        case OPEN_OBJECT:
        case OPEN_ARRAY:
          this.#enter(text[at] ?? 0);
          break;
        case CLOSE_OBJECT:
        case CLOSE_ARRAY:
          if (this.#depth > 0) this.#depth -= 1;
          this.#afterColon = false;
          break;
        case COLON:
          this.#afterColon = true;
          break;
        case COMMA:
          this.#afterColon = false;
          break;
      }
    }
    this.at = length;
  }

  #enter(bracket: number): void {
    this.#depth += 1;
    if (this.#depth > this.#maxDepth) {
      throw new GatewayError(
        'invalid_request',
        `The JSON is nested more than ${this.#maxDepth} levels deep.`,
      );
    }
    this.#levels[this.#depth] = bracket;
    this.#afterColon = false;
  }

  #walkString(text: Buffer): void {
    const { length } = text;
    let at = this.at;
    let quote = -1;
    let stop = Math.min(length, at + BY_HAND);
    while (at < length) {
      for (; at < stop; at += 1) {
        const byte = text[at];
        if (byte === QUOTE) {
          this.at = at;
          this.atQuote = true;
          return;
        }
        if (byte === BACKSLASH) {
          at += 1;
          stop = Math.min(length, at + BY_HAND);
        }
      }
      if (at >= length) break;
      // Looked up once per call and then only after it has been passed, or many escapes would make this quadratic.
      if (quote < at) quote = indexOrEnd(text, QUOTE, at);
      at += indexOrEnd(text.subarray(at, quote), BACKSLASH, 0);
      stop = Math.min(length, at + BY_HAND);
    }
    this.at = at;
  }
}

function indexOrEnd(bytes: Buffer, byte: number, from: number): number {
  const index = bytes.indexOf(byte, from);
  return index < 0 ? bytes.length : index;
}
