import { crc32 } from 'node:zlib';
import type { Frame } from '../contract/dialect.ts';
import { type GatewayError, unusableAnswer } from '../contract/error.ts';
import type { Tree } from '../contract/tree.ts';
import { readJson, SCAN_THRESHOLD, type ScanOptions } from './json-scan.ts';

const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;
/** The format allows payloads of 16 MiB and headers of 128 KiB. */
const MAX_MESSAGE_BYTES = 17 * 1024 * 1024;

/**
 * Reads the event stream of Amazon's services (`application/vnd.amazon.eventstream`): binary messages with headers, a JSON
 * payload and checksums. A frame's `event` is the message's event type; of a failure it is the type of the exception, and
 * `data.message` says more.
 * @throws GatewayError `upstream_error` for a message that is broken or cut off.
 */
export async function* readAwsEventStream(
  source: AsyncIterable<Uint8Array>,
  options: ScanOptions,
): AsyncGenerator<readonly Frame[]> {
  const bytes = new ByteReader(source);
  try {
    for (;;) {
      const prelude = await bytes.take(PRELUDE_BYTES);
      if (!prelude) return;
      const { total, headersLength } = readPrelude(prelude);
      const rest = await bytes.take(total - PRELUDE_BYTES);
      if (!rest) throw broken('it ends within a message');
      const body = rest.subarray(0, -CHECKSUM_BYTES);
      if (crc32(body, crc32(prelude)) !== rest.readUInt32BE(body.length)) throw broken('a checksum is wrong');
      const headers = readHeaders(body.subarray(0, headersLength));
      yield [await frameOf(headers, body.subarray(headersLength), options)];
    }
  } finally {
    await bytes.close();
  }
}

function readPrelude(prelude: Buffer): { total: number; headersLength: number } {
  const total = prelude.readUInt32BE(0);
  const headersLength = prelude.readUInt32BE(4);
  if (crc32(prelude.subarray(0, 8)) !== prelude.readUInt32BE(8)) throw broken('a checksum is wrong');
  const least = PRELUDE_BYTES + headersLength + CHECKSUM_BYTES;
  if (total < least || total > MAX_MESSAGE_BYTES) throw broken(`a message of ${total} bytes`);
  return { total, headersLength };
}

type Headers = ReadonlyMap<string, string>;

/** Bytes of the value of each header type but the two whose length stands before them. */
const FIXED_BYTES: { readonly [type: number]: number } = { 0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16 };
const BYTES = 6;
const STRING = 7;

/** The headers that are strings; all that matter are. */
function readHeaders(bytes: Buffer): Headers {
  const headers = new Map<string, string>();
  try {
    for (let at = 0; at < bytes.length; ) {
      const nameEnd = at + 1 + bytes.readUInt8(at);
      const name = bytes.toString('utf8', at + 1, nameEnd);
      const type = bytes.readUInt8(nameEnd);
      const sized = type === BYTES || type === STRING;
      const start = nameEnd + (sized ? 3 : 1);
      const length = sized ? bytes.readUInt16BE(nameEnd + 1) : FIXED_BYTES[type];
      if (length === undefined || start + length > bytes.length) throw broken('a header cannot be read');
      if (type === STRING) headers.set(name, bytes.toString('utf8', start, start + length));
      at = start + length;
    }
  } catch (error) {
    throw error instanceof RangeError ? broken('a header cannot be read') : error;
  }
  return headers;
}

async function frameOf(headers: Headers, payload: Buffer, options: ScanOptions): Promise<Frame> {
  if (headers.get(':message-type') === 'error') {
    const message = headers.get(':error-message') ?? '';
    return { event: headers.get(':error-code') ?? 'error', data: { message } };
  }
  const event = headers.get(':exception-type') ?? headers.get(':event-type') ?? '';
  return { event, data: payload.length === 0 ? {} : await parsePayload(payload, options) };
}

async function parsePayload(payload: Buffer, options: ScanOptions): Promise<Tree> {
  try {
    if (payload.length <= SCAN_THRESHOLD) return JSON.parse(payload.toString()) as Tree;
    return await readJson(once(payload), options);
  } catch (error) {
    throw broken('a payload is no JSON', error);
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const broken = (why: string, cause?: unknown): GatewayError =>
  unusableAnswer(
    'The upstream sent an event stream that cannot be read.',
    { internal: `event stream: ${why}` },
    cause,
  );

/** Cuts a stream of chunks into pieces of known length. */
class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; undefined where the stream ends before the first of them. */
  async take(length: number): Promise<Buffer | undefined> {
    const piece = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#chunks.next();
        if (done) {
          if (filled === 0) return undefined;
          throw broken('it ends within a message');
        }
        this.#rest = value;
      }
      const taken = this.#rest.subarray(0, length - filled);
      piece.set(taken, filled);
      filled += taken.length;
      this.#rest = this.#rest.subarray(taken.length);
    }
    return piece;
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }
}
