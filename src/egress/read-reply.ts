import { type ErrorCode, GatewayError, unusableAnswer } from '../contract/error.ts';
import type { Arriving, Spool } from '../contract/payload.ts';
import type { Reply } from '../contract/provider.ts';
import { readJson } from '../wire/json-scan.ts';
import { decompress } from './decompress.ts';
import { limitBytes } from './limit-bytes.ts';
import type { UpstreamReply } from './upstream.ts';

/** Ten pictures of 20 MB as base64. */
export const MAX_REPLY_BYTES = 280 * 1024 * 1024;

export interface ReadOptions {
  /** Takes the pictures within the answer. */
  readonly spool: Spool;
  /** Most bytes of the answer, counted after decompression. Default 280 MiB. */
  readonly maxBytes?: number;
}

/**
 * Reads a whole answer. What it is, is told by its content, not by its declared type: JSON becomes the tree; anything else
 * (an error page) leaves the tree null and its beginning as `text`; an empty body leaves both out.
 */
export async function readReply(reply: UpstreamReply, options: ReadOptions): Promise<Reply> {
  const { status, headers } = reply;
  const start = new TextStart();
  try {
    const bytes = decompress(reply.body, headers['content-encoding']);
    const body = limitBytes(bytes, options.maxBytes ?? MAX_REPLY_BYTES, replyTooLarge);
    const arriving = announced(headers);
    const spool: Spool = { open: () => options.spool.open(arriving) };
    const tree = await readJson(start.watch(body), { spool });
    return { status, headers, tree };
  } catch (error) {
    reply.body.cancel();
    if (!hasCode(error, 'invalid_request')) throw hasCode(error, 'too_large') ? replyTooLarge() : error;
    return { status, headers, tree: null, ...(start.text !== '' && { text: start.text }) };
  }
}

/** How long a picture in it may be: base64 is a third longer. What is compressed does not say. */
const announced = ({
  'content-length': length,
  'content-encoding': coding = 'identity',
}: UpstreamReply['headers']): Arriving =>
  length === undefined || coding !== 'identity' ? {} : { bytes: Number(length) * 0.75 };

const hasCode = (error: unknown, code: ErrorCode): boolean =>
  error instanceof GatewayError && error.code === code;

export const replyTooLarge = (): GatewayError => unusableAnswer("The upstream's answer is too large.");

const TEXT_BYTES = 2048;
const FIRST_OF_JSON = new Set(Buffer.from('{["-0123456789tfn\uFEFF'));
const WHITESPACE = new Set(Buffer.from(' \t\r\n'));

/** Remembers how an answer begins while it passes by, and lets no more pass once it cannot be JSON. */
class TextStart {
  readonly #bytes = Buffer.alloc(TEXT_BYTES);
  #filled = 0;

  async *watch(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.#remember(chunk);
      if (this.#canBeJson()) yield chunk;
      else if (this.#filled === TEXT_BYTES) return;
    }
  }

  get text(): string {
    return this.#bytes.toString('utf8', 0, this.#filled).trim();
  }

  #remember(chunk: Uint8Array): void {
    if (this.#filled === TEXT_BYTES) return;
    const piece = chunk.subarray(0, TEXT_BYTES - this.#filled);
    this.#bytes.set(piece, this.#filled);
    this.#filled += piece.byteLength;
  }

  #canBeJson(): boolean {
    const start = this.#bytes.subarray(0, this.#filled);
    const first = start.find((byte) => !WHITESPACE.has(byte));
    return first === undefined || FIRST_OF_JSON.has(first);
  }
}
