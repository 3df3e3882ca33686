import type { Payload, PayloadWriter } from '../contract/payload.ts';
import { BASE64_WINDOW, Base64Decoder, encodeBase64 } from './base64.ts';

const QUOTE = 0x22;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const LETTER_U = 0x75;

/** Broken lines are 64 or 76 letters long in the wild; a much longer "line" is a whole picture, and what follows is text. */
const LONGEST_LINE = 1024;
const SHORTEST_LINE = 16;

const SIMPLE_ESCAPES = new Map([
  [0x6e, NEWLINE],
  [0x72, RETURN],
  [SLASH, SLASH],
]);
/** An escape that no base64 contains. */
const FOREIGN = -1;

type Escape = { readonly code: number; readonly end: number };
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
  #lineStart = 0;

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
    const pieces: Uint8Array[] = [];
    for await (const piece of encodeBase64(payload.read())) pieces.push(piece);
    const text = this.#decoder.restore(Buffer.concat(pieces).toString('latin1'));
    if (this.#lines === undefined) return text;
    const lines = text.match(new RegExp(`.{1,${this.#lines.length}}`, 'g')) ?? [];
    return lines.join(this.#lines.mark === '\n' ? '\\n' : '\\r\\n');
  }

  /** Takes what belongs to the run and returns the index of the first byte that does not. */
  #take(bytes: Buffer): number {
    const quote = bytes.indexOf(QUOTE);
    const end = quote < 0 ? bytes.length : quote;
    let at = 0;
    while (at < end) {
      const backslash = bytes.indexOf(BACKSLASH, at);
      const stop = backslash < 0 || backslash > end ? end : backslash;
      const taken = this.#decoder.write(bytes, at, stop);
      if (taken < stop || stop === end) return taken;
      const next = this.#takeEscape(bytes.subarray(0, end), stop);
      if (next === undefined && quote < 0) {
        this.#held = Buffer.from(bytes.subarray(stop));
        return bytes.length;
      }
      if (next === undefined || next === stop) return stop;
      at = next;
    }
    return at;
  }

  /** Index after the escape or line break at `at`, `at` itself where the run ends there, undefined when bytes are missing. */
  #takeEscape(bytes: Buffer, at: number): number | undefined {
    if (bytes[at + 1] === SLASH) return this.#decoder.write(bytes, at + 1, at + 2) === at + 2 ? at + 2 : at;
    const found = readEscape(bytes, at);
    if (found === undefined) return undefined;
    if (found.code === NEWLINE || found.code === RETURN) return this.#takeBreak(bytes, at, found);
    return found.code >= 0 && this.#decoder.write(Buffer.of(found.code), 0, 1) === 1 ? found.end : at;
  }

  /** A line break belongs to the run when it stands at the regular place and more base64 follows. */
  #takeBreak(bytes: Buffer, at: number, first: Escape): number | undefined {
    const found = readBreak(bytes, first);
    if (found === undefined) return undefined;
    const { mark, end } = found;
    const length = this.#decoder.chars - this.#lineStart;
    const isRegular = this.#lines
      ? this.#lines.length === length && this.#lines.mark === mark
      : length >= SHORTEST_LINE && length <= LONGEST_LINE;
    if (mark === '' || !isRegular) return at;
    const next = readCharacter(bytes, end);
    if (next === undefined) return undefined;
    if (!this.#decoder.accepts(next)) return at;
    this.#lines ??= { length, mark };
    this.#lineStart = this.#decoder.chars;
    return end;
  }
}

/** The line break that begins with this escape; an empty mark where it is none that base64 is broken with. */
function readBreak(bytes: Buffer, first: Escape): Break | undefined {
  if (first.code === NEWLINE) return { mark: '\n', end: first.end };
  const second = bytes[first.end] === BACKSLASH ? readEscape(bytes, first.end) : undefined;
  if (second?.code === NEWLINE) return { mark: '\r\n', end: second.end };
  const isCut = first.end === bytes.length || (bytes[first.end] === BACKSLASH && second === undefined);
  return isCut ? undefined : { mark: '', end: first.end };
}

/** Code of the character at `at`, escaped or not; undefined when bytes are missing. */
function readCharacter(bytes: Buffer, at: number): number | undefined {
  return bytes[at] === BACKSLASH ? readEscape(bytes, at)?.code : bytes[at];
}

/** Reads the escape at `at`; undefined when bytes are missing. */
function readEscape(bytes: Buffer, at: number): Escape | undefined {
  const kind = bytes[at + 1];
  if (kind === undefined) return undefined;
  if (kind !== LETTER_U) return { code: SIMPLE_ESCAPES.get(kind) ?? FOREIGN, end: at + 2 };
  if (at + 6 > bytes.length) return undefined;
  const hex = bytes.toString('latin1', at + 2, at + 6);
  const code = /^00[0-7][0-9a-f]$/i.test(hex) ? Number.parseInt(hex, 16) : FOREIGN;
  return { code, end: at + 6 };
}
