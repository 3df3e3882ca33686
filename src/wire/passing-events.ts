const LINE_FEED = 0x0a;
/** Blank lines as the three kinds of line ends make them. */
const BLANK_LINES = ['\n\n', '\r\n\r\n', '\r\r'] as const;
/** A blank line that begins in one chunk and ends in the next has at most so many bytes in the first. */
const OVERLAP = 3;
/** Longer ones may hold a picture, which must never become a string: they are taken event by event. */
const SEARCHED_BYTES = 65_536;

/**
 * The bytes of an event stream on their way through, given out in stretches of whole events: what follows on them, a comment or
 * an error, then never stands in the middle of one.
 */
export class PassingEvents {
  #waiting: Buffer[] = [];

  /** The events that are whole now; empty where none is. */
  push(chunk: Uint8Array): Buffer {
    const bytes = asBuffer(chunk);
    const before = this.#waiting.at(-1);
    const seam = before ? Buffer.concat([before.subarray(-OVERLAP), bytes.subarray(0, OVERLAP)]) : undefined;
    const end = endOfLastEvent(bytes);
    if (end === 0 && (!seam || endOfLastEvent(seam) === 0)) {
      this.#waiting.push(bytes);
      return EMPTY;
    }
    const all = before ? Buffer.concat([...this.#waiting, bytes]) : bytes;
    const wholeUntil = before ? endOfLastEvent(all) : end;
    this.#waiting = wholeUntil < all.length ? [all.subarray(wholeUntil)] : [];
    return all.subarray(0, wholeUntil);
  }

  /** All that is left, whole or not. */
  rest(): Buffer {
    const rest = Buffer.concat(this.#waiting);
    this.#waiting = [];
    return rest;
  }
}

const EMPTY = Buffer.alloc(0);

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Index after the last blank line; 0 where there is none. */
function endOfLastEvent(bytes: Buffer): number {
  // Nearly all chunks end with an event.
  if (bytes.at(-1) === LINE_FEED && bytes.at(-2) === LINE_FEED) return bytes.length;
  const ends = BLANK_LINES.map((blank) => {
    const at = bytes.lastIndexOf(blank);
    return at < 0 ? 0 : at + blank.length;
  });
  return Math.max(...ends);
}

/** Where an event stands in a stretch: from `start` up to `end`, its blank line included. */
export interface EventPlace {
  readonly start: number;
  readonly end: number;
}

/**
 * The events of a stretch in which the pattern is found; every event where there is no pattern, or where the stretch is too long
 * to be searched. @param pattern with the flag `g`; is held against Latin-1
 */
export function eventsMatching(stretch: Buffer, pattern: RegExp | undefined): EventPlace[] {
  if (!pattern || stretch.length > SEARCHED_BYTES) return allEvents(stretch);
  const text = stretch.toString('latin1');
  const blanks = text.includes('\r') ? BLANK_LINES : (['\n\n'] as const);
  const places: EventPlace[] = [];
  let done = 0;
  for (const { index } of text.matchAll(pattern)) {
    if (index < done) continue;
    const starts = blanks.map((blank) => {
      const at = text.lastIndexOf(blank, index);
      return at < 0 ? 0 : at + blank.length;
    });
    done = endOfEvent(stretch, index, blanks);
    places.push({ start: Math.max(...starts), end: done });
  }
  return places;
}

/** Where the first event with data ends, its blank line included; undefined where there is none. */
export function endOfFirstEvent(stretch: Buffer): number | undefined {
  const isFirst = stretch.subarray(0, DATA.length).equals(DATA);
  const starts = isFirst
    ? [0]
    : ['\ndata', '\rdata'].map((line) => stretch.indexOf(line)).filter((at) => at >= 0);
  if (starts.length === 0) return undefined;
  return endOfEvent(stretch, Math.min(...starts), BLANK_LINES);
}

const DATA = Buffer.from('data');

function allEvents(stretch: Buffer): EventPlace[] {
  const blanks = stretch.includes('\r') ? BLANK_LINES : (['\n\n'] as const);
  const places: EventPlace[] = [];
  for (let start = 0; start < stretch.length; ) {
    const end = endOfEvent(stretch, start, blanks);
    places.push({ start, end });
    start = end;
  }
  return places;
}

function endOfEvent(stretch: Buffer, from: number, blanks: readonly string[]): number {
  const ends = blanks.map((blank) => {
    const at = stretch.indexOf(blank, from);
    return at < 0 ? stretch.length : at + blank.length;
  });
  return Math.min(...ends);
}
