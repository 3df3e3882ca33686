import { GatewayError } from '../contract/error.ts';
import type { Spool } from '../contract/payload.ts';
import type { Tree } from '../contract/tree.ts';
import { isBase64Byte } from './base64.ts';
import { Base64Run } from './base64-run.ts';
import { ByteBuffer } from './byte-buffer.ts';
import { Cuttings } from './json-splice.ts';
import { JsonWalker } from './json-walk.ts';

export interface ScanOptions {
  /** Takes the payloads. */
  readonly spool: Spool;
  /** Bytes from which on base64 is cut out of a string. Default 16 KiB. */
  readonly threshold?: number;
  /** Most bytes of JSON text besides what was cut out; more is GatewayError `too_large`. Default 32 MiB. */
  readonly maxSkeleton?: number;
  /** Deeper nesting is GatewayError `invalid_request`. Default 256. */
  readonly maxDepth?: number;
}

export const SCAN_THRESHOLD = 16_384;
const MAX_SKELETON = 32 * 1024 * 1024;
const MAX_DEPTH = 256;
/** Chunks are walked in slices, so that a whole body in one chunk does not become a copy of itself. */
const SLICE = 65_536;
/** Up to here, base64 that encoding would not give back letter by letter (opaque tokens, mostly) stays text. */
const KEPT_EXACT = 524_288;

const DATA_MARK = Buffer.from(';base64,');
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ESCAPES_IN_BASE64 = Buffer.from('/nru');

/**
 * Reads JSON that comes in chunks. Long runs of base64 in its strings (bare, or after `;base64,`) are decoded into the
 * spool as they arrive and stand in the tree as SplicedStrings; all else is what JSON.parse makes of it.
 */
export class JsonScanner {
  readonly #spool: Spool;
  readonly #threshold: number;
  readonly #walker: JsonWalker;
  /** The JSON text with marks in place of what was cut out. */
  readonly #skeleton: ByteBuffer;
  #cuttings: Cuttings | undefined;
  #run: { readonly base64: Base64Run; readonly isWholeString: boolean } | undefined;
  /** How far the open string has been searched for base64, and where that string begins. */
  #searched = { string: -1, to: 0 };

  constructor(options: ScanOptions) {
    this.#spool = options.spool;
    this.#threshold = options.threshold ?? SCAN_THRESHOLD;
    this.#walker = new JsonWalker(this.#threshold, options.maxDepth ?? MAX_DEPTH);
    this.#skeleton = new ByteBuffer(options.maxSkeleton ?? MAX_SKELETON);
  }

  /** Copies what it needs of the chunk before the promise settles; await it before the next one. */
  async push(chunk: Uint8Array): Promise<void> {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let at = 0; at < bytes.length; at += SLICE) {
      const slice = bytes.subarray(at, at + SLICE);
      if (this.#run) await this.#feedRun(slice);
      else this.#skeleton.append(slice);
      if (!this.#run) await this.#walk();
    }
  }

  /** The whole, once the last chunk was pushed. */
  async end(): Promise<Tree> {
    if (this.#run) {
      await this.abort();
      throw malformed('it ends inside a string');
    }
    const tree = parsed(this.#skeleton.view());
    return this.#cuttings ? this.#cuttings.splice(tree) : tree;
  }

  /** Gives up what is being cut out right now. */
  async abort(): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    await run?.base64.abort();
  }

  async #walk(): Promise<void> {
    while (this.#walker.walk(this.#skeleton.view())) {
      const start = this.#findBase64();
      if (start !== undefined) {
        await this.#openRun(start);
        if (this.#run) return;
      } else if (this.#walker.atQuote) this.#walker.leaveString();
      else return;
    }
  }

  /** Where base64 worth cutting out begins in the part of the open string that is not searched yet. */
  #findBase64(): number | undefined {
    const { at: end, stringStart } = this.#walker;
    const text = this.#skeleton.view().subarray(0, end);
    if (this.#searched.string !== stringStart) {
      this.#searched = { string: stringStart, to: stringStart };
      if (this.#isBase64(text, stringStart)) return stringStart;
    }
    for (;;) {
      const mark = text.indexOf(DATA_MARK, this.#searched.to);
      if (mark < 0) {
        this.#searched.to = Math.max(this.#searched.to, end - DATA_MARK.length + 1);
        return undefined;
      }
      const start = mark + DATA_MARK.length;
      this.#searched.to = mark;
      if (start + this.#threshold > end) return undefined;
      this.#searched.to = start;
      if (this.#isBase64(text, start)) return start;
    }
  }

  /** Whether the next `threshold` bytes can be base64 in a JSON string. Padding so early means that it is short. */
  #isBase64(text: Buffer, start: number): boolean {
    const end = start + this.#threshold;
    for (let at = start; at < end; at += 1) {
      if (isBase64Byte(text[at])) continue;
      if (text[at] !== BACKSLASH) return false;
      at += 1;
      if (at < text.length && !ESCAPES_IN_BASE64.includes(text[at] ?? 0)) return false;
    }
    return true;
  }

  async #openRun(start: number): Promise<void> {
    const rest = Buffer.from(this.#skeleton.view().subarray(start));
    const isWholeString = start === this.#walker.stringStart;
    this.#skeleton.truncate(start);
    // Megabytes may pass before more is added, and many bodies at once.
    this.#skeleton.shrink();
    this.#walker.atQuote = false;
    this.#run = { base64: new Base64Run(this.#spool.open()), isWholeString };
    await this.#feedRun(rest);
  }

  async #feedRun(bytes: Buffer): Promise<void> {
    const rest = await this.#run?.base64.feed(bytes);
    if (rest === undefined) return;
    await this.#closeRun(rest);
    this.#skeleton.append(rest);
  }

  /** Puts a mark, or the text itself, where the run was. */
  async #closeRun(rest: Buffer): Promise<void> {
    if (this.#run === undefined) return;
    const { base64, isWholeString } = this.#run;
    const payload = await base64.finish();
    this.#run = undefined;
    const isText = isWholeString && rest[0] !== QUOTE;
    const isShort = base64.chars * 8 < this.#threshold;
    const isInexact = !base64.canonical && base64.chars <= KEPT_EXACT;
    if (isText || isShort || isInexact) {
      this.#skeleton.assertRoom(base64.chars);
      this.#skeleton.append(Buffer.from(await base64.restore(payload)));
    } else {
      this.#cuttings ??= new Cuttings();
      this.#skeleton.append(Buffer.from(this.#cuttings.add(payload)));
    }
    this.#walker.at = this.#skeleton.length;
    this.#searched.to = this.#skeleton.length;
  }
}

/**
 * Reads a whole JSON body.
 * @throws GatewayError `invalid_request` for malformed or too deep JSON, `too_large` over `maxBytes` or `maxSkeleton`.
 */
export async function readJson(
  source: AsyncIterable<Uint8Array>,
  options: ScanOptions & { readonly maxBytes?: number },
): Promise<Tree> {
  const { maxBytes = Number.POSITIVE_INFINITY } = options;
  const scanner = new JsonScanner(options);
  let size = 0;
  try {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > maxBytes) {
        throw new GatewayError('too_large', `The body is larger than ${maxBytes} bytes.`);
      }
      await scanner.push(chunk);
    }
    return await scanner.end();
  } catch (error) {
    await scanner.abort();
    throw error;
  }
}

/**
 * A whole body of fewer bytes than are worth cutting out of one: the same as `readJson` of it.
 * @throws GatewayError `invalid_request`
 */
export function readShortJson(body: Uint8Array): Tree {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  new JsonWalker(SCAN_THRESHOLD, MAX_DEPTH).walk(bytes);
  return parsed(bytes);
}

function parsed(bytes: Buffer): Tree {
  try {
    return JSON.parse(withoutByteOrderMark(bytes).toString()) as Tree;
  } catch (error) {
    throw malformed((error as SyntaxError).message.replace(/ is not valid JSON$/, ''));
  }
}

const malformed = (where: string): GatewayError =>
  new GatewayError('invalid_request', `The body is not valid JSON: ${where}.`);

const withoutByteOrderMark = (bytes: Buffer): Buffer =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
