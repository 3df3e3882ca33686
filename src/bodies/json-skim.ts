const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const COLON = 0x3a;
const LETTER_T = 0x74;
const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const SPACE = 0x20;

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null';

/** Where a value stands in the text: from its first byte to behind its last one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Member extends Span {
  /** Name in an object; in an array its index. */
  readonly key: string | number;
}

/** The children of an object or array. */
export interface Children {
  readonly count: number;
  /** @param index below `count` */
  at(index: number): Member;
}

/** Bytes looked at before others have their turn: some milliseconds. */
const BYTES_A_TURN = 1_048_576;
/** Beyond this many bytes without a quote or backslash, the native search is faster than the loop. */
const BY_HAND = 64;
/** Places remembered of all objects and arrays that were looked into: 8 bytes each. */
const MOST_PLACES = 2_000_000;

const NO_CHILDREN: Children = {
  count: 0,
  at: () => {
    throw new RangeError('there are no children');
  },
};

/** Where the children of one object or array begin. */
interface Places {
  readonly starts: readonly number[];
  /** Of the last child: where the closing bracket stands, or the text ends. */
  readonly end: number;
}

/**
 * Finds its way in JSON text of any size without making a tree of it; where it has been it knows its way. The text is taken to
 * be valid; where it breaks off, so do the values in it.
 */
export class JsonSkim {
  readonly text: Buffer;
  readonly #places = new Map<number, Places>();
  #remembered = 0;

  constructor(text: Buffer) {
    this.text = text;
  }

  root(): Span {
    const start = this.#skipSpace(0);
    return { start, end: Math.max(start, this.#skipSpaceBack(this.text.length)) };
  }

  kindOf({ start }: Span): JsonKind {
    switch (this.text[start]) {
      case OPEN_OBJECT:
        return 'object';
      case OPEN_ARRAY:
        return 'array';
      case QUOTE:
        return 'string';
      case LETTER_T:
      case LETTER_F:
        return 'boolean';
      case LETTER_N:
        return 'null';
      default:
        return 'number';
    }
  }

  /** None where the value is no object and no array. Lets others have a turn now and then. */
  async children({ start }: Span): Promise<Children> {
    const isObject = this.text[start] === OPEN_OBJECT;
    if (!isObject && this.text[start] !== OPEN_ARRAY) return NO_CHILDREN;
    const places = this.#places.get(start) ?? (await this.#look(start));
    this.#remember(start, places);
    const { starts, end } = places;
    const spanOf = (index: number): Span => {
      const next = starts[index + 1];
      const from = starts[index] ?? 0;
      // Before the next child stands a comma.
      const behind = next === undefined ? end : this.text.lastIndexOf(COMMA, next);
      return { start: from, end: Math.max(from, this.#skipSpaceBack(behind)) };
    };
    const at = (index: number): Member => {
      const span = spanOf(index);
      return isObject ? this.#named(span) : { key: index, ...span };
    };
    return { count: starts.length, at };
  }

  /** Splits `"name": value`. */
  #named({ start, end }: Span): Member {
    const keyEnd = this.#stringEnd(start);
    const colon = this.text.indexOf(COLON, keyEnd);
    const value = colon < 0 ? end : Math.min(this.#skipSpace(colon + 1), end);
    return { key: this.#parse(start, keyEnd), start: value, end };
  }

  #parse(start: number, end: number): string {
    const raw = this.text.toString('utf8', start, end);
    try {
      return JSON.parse(raw) as string;
    } catch {
      // The text broke off here.
      return raw;
    }
  }

  #remember(start: number, places: Places): void {
    if (this.#places.has(start)) return;
    if (this.#remembered > MOST_PLACES) {
      this.#places.clear();
      this.#remembered = 0;
    }
    this.#places.set(start, places);
    this.#remembered += places.starts.length + 1;
  }

  /** Walks over an object or array once. */
  async #look(start: number): Promise<Places> {
    const { text } = this;
    const first = this.#skipSpace(start + 1);
    if (first >= text.length || isClosing(text[first])) return { starts: [], end: first };
    const starts = [first];
    let depth = 0;
    let turnEnds = start + BYTES_A_TURN;
    for (let at = start; at < text.length; at += 1) {
      switch (text[at]) {
        case QUOTE:
          at = this.#stringEnd(at) - 1;
          break;
        case COMMA:
          if (depth === 1) starts.push(this.#skipSpace(at + 1));
          break;
        case OPEN_OBJECT:
        case OPEN_ARRAY:
          depth += 1;
          break;
        case CLOSE_OBJECT:
        case CLOSE_ARRAY:
          depth -= 1;
          if (depth === 0) return { starts, end: at };
          break;
      }
      if (at > turnEnds) {
        await nextTurn();
        turnEnds = at + BYTES_A_TURN;
      }
    }
    return { starts: starts.filter((each) => each < text.length), end: text.length };
  }

  /** Behind the closing quote. */
  #stringEnd(start: number): number {
    const { text } = this;
    let at = start + 1;
    let quote = -1;
    for (;;) {
      for (const stop = Math.min(text.length, at + BY_HAND); at < stop; at += 1) {
        if (text[at] === QUOTE) return at + 1;
        if (text[at] === BACKSLASH) at += 1;
      }
      if (at >= text.length) return text.length;
      // Looked up once and then only after it has been passed, or many escapes would make this quadratic.
      if (quote < at) quote = indexOrEnd(text, QUOTE, at);
      const backslash = text.subarray(at, quote).indexOf(BACKSLASH);
      at = backslash < 0 ? quote : at + backslash;
    }
  }

  #skipSpace(from: number): number {
    let at = from;
    while (at < this.text.length && (this.text[at] ?? 0) <= SPACE) at += 1;
    return at;
  }

  #skipSpaceBack(from: number): number {
    let at = from;
    while (at > 0 && (this.text[at - 1] ?? 0) <= SPACE) at -= 1;
    return at;
  }
}

function indexOrEnd(bytes: Buffer, byte: number, from: number): number {
  const index = bytes.indexOf(byte, from);
  return index < 0 ? bytes.length : index;
}

const isClosing = (byte: number | undefined): boolean => byte === CLOSE_OBJECT || byte === CLOSE_ARRAY;

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
