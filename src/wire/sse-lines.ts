const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const COLON = 0x3a;
const NOTHING = Buffer.alloc(0);
const DATA = Buffer.from('data');
const EVENT = Buffer.from('event');
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** Enough to know a line's field: byte order mark, `event:` and a space. */
const HEAD = 10;
/** No event is called anything longer; what is beyond is dropped. */
const MAX_NAME = 1024;

/** What a stretch of an event stream says. The data of one line may come in several pieces; `begins` marks the first. */
export type SseToken =
  | { readonly kind: 'data'; readonly bytes: Buffer; readonly begins: boolean }
  | { readonly kind: 'event'; readonly name: string }
  | { readonly kind: 'dispatch' };

/** Splits an event stream into tokens. Lines may be of any length; comments and other fields are passed over. */
export class SseLines {
  #head = NOTHING;
  #field: 'unknown' | 'data' | 'event' | 'other' = 'unknown';
  #name = '';
  #isFirst = true;
  #afterReturn = false;
  #tokens: SseToken[] = [];

  /** A line has begun and not ended. */
  get isWithin(): boolean {
    return this.#field !== 'unknown' || this.#head.length > 0;
  }

  /** Tokens refer to the chunk's own bytes: use them up before it is gone. */
  push(chunk: Uint8Array): SseToken[] {
    this.#tokens = [];
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const ends = new LineEnds(bytes);
    let at = this.#afterReturn && bytes[0] === LINE_FEED ? 1 : 0;
    if (bytes.length > 0) this.#afterReturn = false;
    while (at < bytes.length) {
      const end = ends.next(at);
      const isWhole = end < bytes.length;
      this.#piece(bytes.subarray(at, end), isWhole);
      at = end + 1;
      if (bytes[end] !== RETURN) continue;
      if (at === bytes.length) this.#afterReturn = true;
      else if (bytes[at] === LINE_FEED) at += 1;
    }
    return this.#tokens;
  }

  #piece(piece: Buffer, isLast: boolean): void {
    if (this.#field === 'unknown') this.#open(piece, isLast);
    else if (this.#field === 'data') {
      if (piece.length > 0) this.#tokens.push({ kind: 'data', bytes: piece, begins: false });
    } else if (this.#field === 'event') this.#addName(piece);
    if (!isLast) return;
    if (this.#field === 'event') this.#tokens.push({ kind: 'event', name: this.#name });
    this.#field = 'unknown';
  }

  /** The beginning of a line, kept until its field is known. */
  #open(piece: Buffer, isLast: boolean): void {
    const head = this.#head.length === 0 ? piece : Buffer.concat([this.#head, piece]);
    if (head.length < HEAD && !isLast) {
      this.#head = Buffer.from(head);
      return;
    }
    this.#head = NOTHING;
    const line = this.#isFirst ? withoutMark(head) : head;
    this.#isFirst = false;
    if (line.length === 0) this.#tokens.push({ kind: 'dispatch' });
    else if (isField(line, DATA)) {
      this.#field = 'data';
      this.#tokens.push({ kind: 'data', bytes: afterColon(line, DATA), begins: true });
    } else if (isField(line, EVENT)) {
      this.#field = 'event';
      this.#name = '';
      this.#addName(afterColon(line, EVENT));
    } else this.#field = 'other';
  }

  #addName(piece: Buffer): void {
    if (this.#name.length < MAX_NAME) this.#name += piece.toString('utf8', 0, MAX_NAME);
  }
}

/** Finds the next line feed or carriage return; each byte is looked at once, however many lines there are. */
class LineEnds {
  readonly #bytes: Buffer;
  #feed = -1;
  #carriage = -1;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Index of the first line end at or after `at`; the length where there is none. */
  next(at: number): number {
    if (this.#feed < at) this.#feed = this.#find(LINE_FEED, at);
    if (this.#carriage < at) this.#carriage = this.#find(RETURN, at);
    return Math.min(this.#feed, this.#carriage);
  }

  #find(byte: number, at: number): number {
    const index = this.#bytes.indexOf(byte, at);
    return index < 0 ? this.#bytes.length : index;
  }
}

const withoutMark = (line: Buffer): Buffer =>
  line.subarray(0, 3).equals(BYTE_ORDER_MARK) ? line.subarray(3) : line;

/** Byte by byte: this runs for each line, and making strings to compare takes longer. */
function isField(line: Buffer, name: Buffer): boolean {
  for (let i = 0; i < name.length; i += 1) if (line[i] !== name[i]) return false;
  return line.length === name.length || line[name.length] === COLON;
}

/** What follows the colon, and one space. */
const afterColon = (line: Buffer, name: Buffer): Buffer =>
  line.subarray(name.length + (line[name.length + 1] === SPACE ? 2 : 1));
