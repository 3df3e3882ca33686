import type { Frame } from '../contract/dialect.ts';
import { GatewayError, unusableAnswer } from '../contract/error.ts';
import type { Tree } from '../contract/tree.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { JsonScanner, SCAN_THRESHOLD, type ScanOptions } from './json-scan.ts';
import { jsonPieces, jsonText } from './json-write.ts';
import { SseLines, type SseToken } from './sse-lines.ts';
import { SseText, type TextEvent } from './sse-text.ts';
import { bodyOf, type Piece, type WireBody } from './wire-body.ts';

/** A comment: keeps proxies and impatient clients from closing a stream in which nothing happens yet. */
export const KEEP_ALIVE: Uint8Array = Buffer.from(': keep-alive\n\n');

const DONE = '[DONE]';
/** With white space around it. */
const DONE_AT_MOST = 32;
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
  const text = new SseText(options.threshold ?? SCAN_THRESHOLD);
  const long = new LongEvents(options);
  let frames: Frame[] = [];
  try {
    for await (const chunk of withLastLine(source)) {
      const bytes = long.isWithin ? chunk : text.read(chunk, (event) => addFrame(frames, event));
      if (bytes.length > 0) await long.read(bytes, frames);
      if (frames.length > 0) yield frames;
      frames = [];
    }
  } catch (error) {
    // What came whole before the failure is still read.
    if (frames.length > 0) yield frames;
    throw error;
  } finally {
    await long.abort();
  }
}

/**
 * The events of a stretch that is at hand, at once. Undefined where it does not end with an event or holds a long one: then it
 * wants `readSse`. @throws as that
 */
export function readShortSse(stretch: Buffer): Frame[] | undefined {
  const text = new SseText(SCAN_THRESHOLD);
  const frames: Frame[] = [];
  const left = text.read(stretch, (event) => addFrame(frames, event));
  return left.length > 0 || text.isWithin ? undefined : frames;
}

/** Events that are read piece by piece, of any length. */
class LongEvents {
  readonly #event: OpenEvent;
  readonly #lines = new SseLines();

  constructor(options: ScanOptions) {
    this.#event = new OpenEvent(options);
  }

  /** An event has begun and not ended. */
  get isWithin(): boolean {
    return this.#event.isOpen || this.#lines.isWithin;
  }

  async read(bytes: Uint8Array, frames: Frame[]): Promise<void> {
    for (const token of this.#lines.push(bytes)) {
      // Nearly all tokens need no waiting, and awaiting each would cost more than reading it.
      const step = this.#event.take(token);
      const frame = step instanceof Promise ? await step : step;
      if (frame) frames.push(frame);
    }
  }

  abort(): Promise<void> {
    return this.#event.abort();
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

  get isOpen(): boolean {
    return this.#hasData || this.#name !== '';
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
    const frame = frameOf({ name: this.#name, data: this.#text.view().toString() });
    this.#reset();
    return frame;
  }

  async #finishLong(scanner: JsonScanner): Promise<Frame> {
    try {
      const frame = named(this.#name, await scanner.end());
      this.#reset();
      return frame;
    } catch (error) {
      throw asUpstreamError(error);
    }
  }

  /** The next event begins. */
  #reset(): void {
    this.#name = '';
    this.#text.truncate(0);
    this.#scanner = undefined;
    this.#hasData = false;
  }
}

function addFrame(frames: Frame[], event: TextEvent): void {
  const frame = frameOf(event);
  if (frame) frames.push(frame);
}

/** Undefined where the event says nothing. */
function frameOf({ name, data }: TextEvent): Frame | undefined {
  if (data === '') return undefined;
  if (data.length < DONE_AT_MOST && data.trim() === DONE) return { done: true };
  return named(name, parseJson(data));
}

const named = (event: string, data: Tree): Frame => (event === '' ? { data } : { event, data });

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

/** Events one after the other. Those without payloads become one text: a buffer for each costs as much as its JSON. */
export function writeFrames(frames: readonly Frame[]): WireBody {
  const pieces: Piece[] = [];
  let text = '';
  for (const frame of frames) {
    if ('done' in frame) {
      text += `data: ${DONE}\n\n`;
      continue;
    }
    text += frame.event === undefined ? 'data: ' : `event: ${frame.event}\ndata: `;
    const data = jsonText(frame.data);
    if (data === undefined) {
      pieces.push(Buffer.from(text), ...jsonPieces(frame.data));
      text = '\n\n';
    } else text += `${data}\n\n`;
  }
  if (text !== '') pieces.push(Buffer.from(text));
  return bodyOf(pieces);
}
