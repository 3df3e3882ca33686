import type { Payload, PayloadWriter } from '../contract/payload.ts';
import { BASE64_WINDOW, Base64Decoder } from './base64.ts';

const QUOTE = 0x22;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const ZERO = 0x30;
const LETTER_A = 0x61;
const LETTER_N = 0x6e;
const LETTER_R = 0x72;
const LETTER_U = 0x75;

/** Broken lines are 64 or 76 letters long in the wild; a much longer "line" is a whole picture, and what follows is text. */
const LONGEST_LINE = 1024;
const SHORTEST_LINE = 16;

/** After an escape the next one is often near: so many bytes are walked by hand before the native search looks. */
const NEAR = 128;

/** An escape that no base64 contains. */
const FOREIGN = -1;

type Break = { readonly mark: string; readonly end: number };

/**
 * A run of base64 inside a JSON string: undoes escapes (`\/` from PHP, `\u003d` from Gson) and line breaks (`\n`, `\r\n`)
 * and decodes it into a writer. It ends at the closing quote or at the first character that is not base64.
 */
export class Base64Run {
  readonly #decoder: Base64Decoder;
  /** An escape whose end has not come yet. */
  #held = Buffer.alloc(0);
  #lines: { readonly length: number; readonly mark: string } | undefined;
  #breaks = 0;
  #lineStart = 0;
  readonly #character = Buffer.alloc(1);

  constructor(writer: PayloadWriter) {
    this.#decoder = new Base64Decoder(writer);
  }

  /** Letters of base64 so far. */
  get chars(): number {
    return this.#decoder.chars;
  }

  /** Takes the next bytes of the JSON text. Returns those after the run's end (at least one), undefined while it goes on. */
  async feed(bytes: Buffer): Promise<Buffer | undefined> {
    for (let at = 0; at < bytes.length; at += BASE64_WINDOW) {
      const window = bytes.subarray(at, at + BASE64_WINDOW);
      const input = this.#held.length === 0 ? window : Buffer.concat([this.#held, window]);
      this.#held = Buffer.alloc(0);
      const end = this.#take(input);
      await this.#decoder.flush();
      if (end < input.length) return Buffer.concat([input.subarray(end), bytes.subarray(at + BASE64_WINDOW)]);
    }
    return undefined;
  }

  finish(): Promise<Payload> {
    return this.#decoder.finish();
  }

  abort(): Promise<void> {
    return this.#decoder.abort();
  }

  /** After `finish`: encoding the payload again gives exactly the characters that came. */
  get canonical(): boolean {
    return this.#lines === undefined && this.#decoder.canonical;
  }

  /** After `finish`: the characters that came, as JSON text. */
  async restore(payload: Payload): Promise<string> {
    const bytes = Buffer.concat(await Array.fromAsync(payload.read()));
    const text = this.#decoder.restore(bytes.toString('base64'));
    if (this.#lines === undefined) return text;
    const { length, mark } = this.#lines;
    const lines = Array.from({ length: this.#breaks }, (_, at) => text.slice(at * length, (at + 1) * length));
    // The last line may be longer than the others: nothing says that it must be broken too.
    return [...lines, text.slice(this.#breaks * length)].join(mark === '\n' ? '\\n' : '\\r\\n');
  }

  /** Takes what belongs to the run and returns the index of the first byte that does not. */
  #take(bytes: Buffer): number {
    const quote = bytes.indexOf(QUOTE);
    const text = quote < 0 ? bytes : bytes.subarray(0, quote);
    let at = 0;
    for (;;) {
      at = this.#takeLetters(text, at);
      if (at === text.length || text[at] !== BACKSLASH) return at;
      const next = this.#takeEscape(text, at);
      if (next === undefined && quote < 0) {
        this.#held = Buffer.from(bytes.subarray(at));
        return bytes.length;
      }
      if (next === undefined || next === at) return at;
      at = next;
    }
  }

  #takeLetters(text: Buffer, from: number): number {
    const near = Math.min(from + NEAR, text.length);
    const taken = this.#decoder.write(text, from, near);
    if (taken < near || near === text.length) return taken;
    const backslash = text.indexOf(BACKSLASH, near);
    return this.#decoder.write(text, near, backslash < 0 ? text.length : backslash);
  }

  /** Index after the escape or line break at `at`, `at` itself where the run ends there, undefined when bytes are missing. */
  #takeEscape(text: Buffer, at: number): number | undefined {
    const code = codeOfEscape(text, at);
    if (code === undefined) return undefined;
    if (code === NEWLINE || code === RETURN) return this.#takeBreak(text, at);
    if (code === FOREIGN) return at;
    this.#character[0] = code;
    return this.#decoder.write(this.#character, 0, 1) === 1 ? endOfEscape(text, at) : at;
  }

  /** A line break belongs to the run when it stands at the regular place and more base64 follows. */
  #takeBreak(text: Buffer, at: number): number | undefined {
    const found = readBreak(text, at);
    if (found === undefined) return undefined;
    const length = this.#decoder.chars - this.#lineStart;
    const isRegular = this.#lines
      ? this.#lines.length === length && this.#lines.mark === found.mark
      : length >= SHORTEST_LINE && length <= LONGEST_LINE;
    if (found.mark === '' || !isRegular) return at;
    const next = codeAt(text, found.end);
    if (next === undefined) return undefined;
    if (!this.#decoder.accepts(next)) return at;
    this.#lines ??= { length, mark: found.mark };
    this.#breaks += 1;
    this.#lineStart = this.#decoder.chars;
    return found.end;
  }
}

/** The line break at `at`; an empty mark where it is none that base64 is broken with, undefined when bytes are missing. */
function readBreak(text: Buffer, at: number): Break | undefined {
  const end = endOfEscape(text, at);
  if (codeAt(text, at) === NEWLINE) return { mark: '\n', end };
  const next = codeAt(text, end);
  if (next === undefined) return undefined;
  const isPair = text[end] === BACKSLASH && next === NEWLINE;
  return isPair ? { mark: '\r\n', end: endOfEscape(text, end) } : { mark: '', end };
}

/** The character at `at`, escaped or not; undefined when bytes are missing. */
const codeAt = (text: Buffer, at: number): number | undefined =>
  text[at] === BACKSLASH ? codeOfEscape(text, at) : text[at];

const endOfEscape = (text: Buffer, at: number): number => at + (text[at + 1] === LETTER_U ? 6 : 2);

/** What the escape at `at` stands for; undefined when bytes are missing. */
function codeOfEscape(text: Buffer, at: number): number | undefined {
  if (endOfEscape(text, at) > text.length) return undefined;
  switch (text[at + 1]) {
    case SLASH:
      return SLASH;
    case LETTER_N:
      return NEWLINE;
    case LETTER_R:
      return RETURN;
    case LETTER_U:
      return text[at + 2] === ZERO && text[at + 3] === ZERO ? codeOfHex(text, at + 4) : FOREIGN;
    default:
      return FOREIGN;
  }
}

function codeOfHex(text: Buffer, at: number): number {
  const code = digitOf(text[at]) * 16 + digitOf(text[at + 1]);
  // Everything in base64 is ASCII; what is no number is no digit either.
  return code < 0x80 ? code : FOREIGN;
}

/** Value of a hexadecimal digit, NaN of anything else. */
function digitOf(byte = 0): number {
  if (byte >= ZERO && byte <= ZERO + 9) return byte - ZERO;
  const letter = byte | 0x20;
  return letter >= LETTER_A && letter < LETTER_A + 6 ? letter - LETTER_A + 10 : Number.NaN;
}
