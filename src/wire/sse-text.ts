/** Longer stretches are not made into text: they may hold a picture, which must never become a string. */
const MOST_BYTES = 131_072;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const COLON = 0x3a;
const SPACE = 0x20;
/** First byte of a byte order mark. */
const MARK = 0xef;
/** Ends a line by itself, which is rare enough to leave it to others. */
const LONE_RETURN = /\r(?!\n|$)/;
/** No event is called anything longer; what is beyond is dropped. */
const MAX_NAME = 1024;
const EMPTY = Buffer.alloc(0);

/** An event as it came: its name, empty where it has none, and its data. */
export interface TextEvent {
  readonly name: string;
  readonly data: string;
}

/**
 * Reads short events as text, all of a chunk at once: line by line as strings they take a third of what they take as bytes, and
 * nearly all events are short. What is not (long data, a line end of old, a byte order mark) is given back.
 */
export class SseText {
  readonly #longest: number;
  /** The beginning of an event whose end has not come. */
  #rest: Buffer = EMPTY;

  /** @param longest bytes of data that an event may have here */
  constructor(longest: number) {
    this.#longest = longest;
  }

  /** An event has begun and not ended. */
  get isWithin(): boolean {
    return this.#rest.length > 0;
  }

  /**
   * Tells of the whole events so far. Returns the bytes that have to be read otherwise, up to the end of an event; until then
   * nothing more may come here.
   */
  read(chunk: Uint8Array, take: (event: TextEvent) => void): Buffer {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : asBuffer(chunk);
    this.#rest = EMPTY;
    if (bytes.length > MOST_BYTES || bytes[0] === MARK) return bytes;
    const whole = endOfEvents(bytes);
    const text = bytes.toString('utf8', 0, whole);
    if (text.includes('\r') && LONE_RETURN.test(text)) return bytes;
    const rest = bytes.subarray(whole);
    const long = this.#readLines(text, take);
    if (long !== undefined) return Buffer.concat([Buffer.from(text.slice(long)), rest]);
    if (rest.length > this.#longest || hasLoneReturn(rest)) return rest;
    // The chunk may be overwritten before the next one comes.
    this.#rest = Buffer.from(rest);
    return EMPTY;
  }

  /** The lines of whole events. Where one is too long: the index at which it begins. */
  #readLines(text: string, take: (event: TextEvent) => void): number | undefined {
    let name = '';
    let data = '';
    let lines = 0;
    let began = 0;
    for (let at = 0; at < text.length; ) {
      const feed = text.indexOf('\n', at);
      const end = text.charCodeAt(feed - 1) === RETURN ? feed - 1 : feed;
      if (end <= at) {
        if (data.length > this.#longest) return began;
        if (data !== '') take({ name, data });
        name = '';
        data = '';
        lines = 0;
        began = feed + 1;
      } else if (isField(text, 'data', at, end)) {
        const value = fieldValue(text, 'data', at, end);
        data = lines === 0 ? value : `${data}\n${value}`;
        lines += 1;
      } else if (isField(text, 'event', at, end))
        name = fieldValue(text, 'event', at, end).slice(0, MAX_NAME);
      at = feed + 1;
    }
    return undefined;
  }
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Index after the last blank line; 0 where there is none. */
function endOfEvents(bytes: Buffer): number {
  const { length } = bytes;
  const isBlank =
    bytes[length - 2] === LINE_FEED || (bytes[length - 2] === RETURN && bytes[length - 3] === LINE_FEED);
  // Nearly all chunks end with an event.
  if (isBlank && bytes[length - 1] === LINE_FEED) return length;
  const ends = ['\n\n', '\n\r\n'].map((blank) => {
    const at = bytes.lastIndexOf(blank);
    return at < 0 ? 0 : at + blank.length;
  });
  return Math.max(...ends);
}

const hasLoneReturn = (bytes: Buffer): boolean =>
  bytes.includes(RETURN) && LONE_RETURN.test(bytes.toString('latin1'));

const isField = (text: string, name: string, at: number, end: number): boolean =>
  text.startsWith(name, at) && (at + name.length === end || text.charCodeAt(at + name.length) === COLON);

/** What follows the colon, and one space. */
function fieldValue(text: string, name: string, at: number, end: number): string {
  const value = at + name.length + 1;
  return text.slice(text.charCodeAt(value) === SPACE ? value + 1 : value, end);
}
