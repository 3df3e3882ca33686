const LINE_FEED = 0x0a;
/** Blank lines as the three kinds of line ends make them. */
const BLANK_LINES = ['\n\n', '\r\n\r\n', '\r\r'] as const;

/**
 * The bytes of an event stream on their way through, given out in whole events: what follows on them, a comment or an error,
 * then never stands in the middle of one.
 */
export class PassingEvents {
  #chunks: Uint8Array[] = [];

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
  }

  /** What has come up to the end of the last whole event. */
  whole(): readonly Uint8Array[] {
    const [only, ...more] = this.#chunks;
    if (only === undefined) return [];
    const bytes = more.length === 0 ? asBuffer(only) : Buffer.concat(this.#chunks);
    const end = endOfLastEvent(bytes);
    this.#chunks = end < bytes.length ? [bytes.subarray(end)] : [];
    return end === 0 ? [] : [bytes.subarray(0, end)];
  }

  /** All that is left, whole or not. */
  rest(): readonly Uint8Array[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }
}

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
