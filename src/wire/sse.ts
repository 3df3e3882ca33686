import type { Frame } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import type { Tree } from '../contract/tree.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { JsonScanner, SCAN_THRESHOLD, type ScanOptions } from './json-scan.ts';
import { jsonPieces } from './json-write.ts';
import { SseLines, type SseToken } from './sse-lines.ts';
import { bodyOf, type WireBody } from './wire-body.ts';

/** A comment: keeps proxies and impatient clients from closing a stream in which nothing happens yet. */
export const KEEP_ALIVE: Uint8Array = Buffer.from(': keep-alive\n\n');

const DONE = '[DONE]';
const LINE_FEED = Buffer.from('\n');
const EVENT_END = Buffer.from('\n\n');

/**
 * Reads server-sent events whose data is JSON; long base64 inside of them streams into the spool. Events without data are
 * passed over; the last event counts without a blank line after it.
 * @throws GatewayError `upstream_error` for data that is no JSON, or too much of it.
 */
export async function* readSse(
  source: AsyncIterable<Uint8Array>,
  options: ScanOptions,
): AsyncGenerator<Frame> {
  const event = new OpenEvent(options);
  const lines = new SseLines();
  try {
    for await (const chunk of source) yield* framesOf(lines.push(chunk), event);
    yield* framesOf(lines.end(), event);
  } finally {
    await event.abort();
  }
}

async function* framesOf(tokens: Iterable<SseToken>, event: OpenEvent): AsyncGenerator<Frame> {
  for (const token of tokens) {
    if (token.kind === 'data') await event.add(token.bytes, token.begins);
    else if (token.kind === 'event') event.name = token.name;
    else {
      const frame = await event.take();
      if (frame) yield frame;
    }
  }
}

/** The event that is coming in. Its data is kept as text while it is short and scanned from then on. */
class OpenEvent {
  name = '';
  readonly #options: ScanOptions;
  readonly #threshold: number;
  readonly #text: ByteBuffer;
  #scanner: JsonScanner | undefined;
  #hasData = false;

  constructor(options: ScanOptions) {
    this.#options = options;
    this.#threshold = options.threshold ?? SCAN_THRESHOLD;
    this.#text = new ByteBuffer(this.#threshold);
  }

  async add(bytes: Buffer, beginsLine: boolean): Promise<void> {
    if (beginsLine && this.#hasData) await this.#append(LINE_FEED);
    this.#hasData = true;
    await this.#append(bytes);
  }

  /** The event as a frame, undefined when it has no data; the next one begins. */
  async take(): Promise<Frame | undefined> {
    const { name } = this;
    const isEmpty = !this.#scanner && this.#text.length === 0;
    const text = this.#text.view().toString();
    const data = isEmpty || text.trim() === DONE ? undefined : await this.#parse(text);
    this.#reset();
    if (data === undefined) return isEmpty ? undefined : { done: true };
    return name === '' ? { data } : { event: name, data };
  }

  async abort(): Promise<void> {
    await this.#scanner?.abort();
  }

  async #append(bytes: Buffer): Promise<void> {
    if (!this.#scanner && this.#text.length + bytes.length <= this.#threshold) {
      this.#text.append(bytes);
      return;
    }
    try {
      if (!this.#scanner) {
        this.#scanner = new JsonScanner(this.#options);
        await this.#scanner.push(this.#text.view());
        this.#text.truncate(0);
      }
      await this.#scanner.push(bytes);
    } catch (error) {
      throw asUpstreamError(error);
    }
  }

  async #parse(text: string): Promise<Tree> {
    try {
      return this.#scanner ? await this.#scanner.end() : (JSON.parse(text) as Tree);
    } catch (error) {
      throw asUpstreamError(error, text);
    }
  }

  #reset(): void {
    this.name = '';
    this.#text.truncate(0);
    this.#scanner = undefined;
    this.#hasData = false;
  }
}

/** What the sender of the stream did wrong is the upstream's failure; what our own spool did wrong stays as it is. */
function asUpstreamError(error: unknown, text = ''): unknown {
  const isTheirs = error instanceof SyntaxError || (error instanceof GatewayError && error.status < 500);
  if (!isTheirs) return error;
  const internal = `${(error as Error).message} ${text.slice(0, 200)}`;
  return new GatewayError('upstream_error', 'The upstream sent an event that is not valid JSON.', {
    internal,
  });
}

/** One event as it goes over the wire. */
export function writeFrame(frame: Frame): WireBody {
  if ('done' in frame) return bodyOf([Buffer.from(`data: ${DONE}\n\n`)]);
  const name = frame.event === undefined ? '' : `event: ${frame.event}\n`;
  return bodyOf([Buffer.from(`${name}data: `), ...jsonPieces(frame.data), EVENT_END]);
}
