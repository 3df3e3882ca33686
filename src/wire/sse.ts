import type { Frame } from '../contract/dialect.ts';
import { GatewayError, unusableAnswer } from '../contract/error.ts';
import type { Tree } from '../contract/tree.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { JsonScanner, SCAN_THRESHOLD, type ScanOptions } from './json-scan.ts';
import { jsonPieces } from './json-write.ts';
import { SseLines, type SseToken } from './sse-lines.ts';
import { bodyOf, type Piece, type WireBody } from './wire-body.ts';

/** A comment: keeps proxies and impatient clients from closing a stream in which nothing happens yet. */
export const KEEP_ALIVE: Uint8Array = Buffer.from(': keep-alive\n\n');

const DONE = '[DONE]';
const LINE_FEED = Buffer.from('\n');
const EVENT_END = Buffer.from('\n\n');

/**
 * Reads server-sent events whose data is JSON, all of a chunk at once; long base64 inside of them streams into the spool. Events without data are
 * passed over; the last event counts without a blank line after it.
 * @throws GatewayError `upstream_error` for data that is no JSON, or too much of it.
 */
export async function* readSse(
  source: AsyncIterable<Uint8Array>,
  options: ScanOptions,
): AsyncGenerator<readonly Frame[]> {
  const event = new OpenEvent(options);
  const lines = new SseLines();
  let frames: Frame[] = [];
  try {
    for await (const chunk of withLastLine(source)) {
      for (const token of lines.push(chunk)) {
        // Nearly all tokens need no waiting, and awaiting each would cost more than reading it.
        const step = event.take(token);
        const frame = step instanceof Promise ? await step : step;
        if (frame) frames.push(frame);
      }
      if (frames.length > 0) yield frames;
      frames = [];
    }
  } catch (error) {
    // What came whole before the failure is still read.
    if (frames.length > 0) yield frames;
    throw error;
  } finally {
    await event.abort();
  }
}

/** The last event may lack its blank line, or even the end of its own line. */
async function* withLastLine(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* source;
  yield EVENT_END;
}

/** The event that is coming in. Its data is kept as text while it is short and scanned from then on. */
class OpenEvent {
  readonly #options: ScanOptions;
  readonly #threshold: number;
  readonly #text: ByteBuffer;
  #scanner: JsonScanner | undefined;
  #name = '';
  #hasData = false;

  constructor(options: ScanOptions) {
    this.#options = options;
    this.#threshold = options.threshold ?? SCAN_THRESHOLD;
    this.#text = new ByteBuffer(this.#threshold);
  }

  /** A frame when the token finished an event. */
  take(token: SseToken): Frame | undefined | Promise<Frame | undefined> {
    if (token.kind === 'dispatch') return this.#scanner ? this.#finishLong(this.#scanner) : this.#finish();
    if (token.kind === 'event') this.#name = token.name;
    else return this.#add(token.bytes, token.begins);
    return undefined;
  }

  async abort(): Promise<void> {
    await this.#scanner?.abort();
  }

  #add(bytes: Buffer, beginsLine: boolean): undefined | Promise<undefined> {
    const isNext = beginsLine && this.#hasData;
    this.#hasData = true;
    const data = isNext ? Buffer.concat([LINE_FEED, bytes]) : bytes;
    if (this.#scanner || this.#text.length + data.length > this.#threshold) return this.#scan(data);
    this.#text.append(data);
    return undefined;
  }

  async #scan(bytes: Buffer): Promise<undefined> {
    try {
      if (!this.#scanner) {
        this.#scanner = new JsonScanner(this.#options);
        await this.#scanner.push(this.#text.view());
      }
      await this.#scanner.push(bytes);
    } catch (error) {
      throw asUpstreamError(error);
    }
  }

  #finish(): Frame | undefined {
    const text = this.#text.view().toString();
    if (text === '') this.#reset();
    else if (text.trim() === DONE) {
      this.#reset();
      return { done: true };
    } else return this.#frame(parseJson(text));
    return undefined;
  }

  async #finishLong(scanner: JsonScanner): Promise<Frame> {
    try {
      return this.#frame(await scanner.end());
    } catch (error) {
      throw asUpstreamError(error);
    }
  }

  #frame(data: Tree): Frame {
    const frame = this.#name === '' ? { data } : { event: this.#name, data };
    this.#reset();
    return frame;
  }

  /** The next event begins. */
  #reset(): void {
    this.#name = '';
    this.#text.truncate(0);
    this.#scanner = undefined;
    this.#hasData = false;
  }
}

function parseJson(text: string): Tree {
  try {
    return JSON.parse(text) as Tree;
  } catch (error) {
    throw asUpstreamError(error, text);
  }
}

/** What the sender of the stream did wrong is the upstream's failure; what our own spool did wrong stays as it is. */
function asUpstreamError(error: unknown, text = ''): unknown {
  const isTheirs = error instanceof SyntaxError || (error instanceof GatewayError && error.status < 500);
  if (!isTheirs) return error;
  const internal = `${(error as Error).message} ${text.slice(0, 200)}`;
  return unusableAnswer('The upstream sent an event that is not valid JSON.', { internal });
}

/** One event as it goes over the wire. */
export const writeFrame = (frame: Frame): WireBody => writeFrames([frame]);

/** Events one after the other. */
export const writeFrames = (frames: readonly Frame[]): WireBody => bodyOf(frames.flatMap(framePieces));

function framePieces(frame: Frame): Piece[] {
  if ('done' in frame) return [Buffer.from(`data: ${DONE}\n\n`)];
  const name = frame.event === undefined ? '' : `event: ${frame.event}\n`;
  return [Buffer.from(`${name}data: `), ...jsonPieces(frame.data), EVENT_END];
}
