import type { RelayRules } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import type { PayloadWriter, Spool } from '../../contract/payload.ts';
import type { Tree } from '../../contract/tree.ts';
import { decompress } from '../../egress/decompress.ts';
import { limitBytes } from '../../egress/limit-bytes.ts';
import { MAX_REPLY_BYTES, replyTooLarge } from '../../egress/read-reply.ts';
import { readShort } from '../../egress/read-short.ts';
import type { UpstreamReply } from '../../egress/upstream.ts';
import { readJson, readShortJson, SCAN_THRESHOLD } from '../../wire/json-scan.ts';
import { bodyOf, type WireBody } from '../../wire/wire-body.ts';
import type { AnswerEvent } from '../answer.ts';
import type { Exchange } from '../exchange.ts';
import type { Meter } from '../log/meter.ts';
import type { NotedReply } from '../log/transcribe.ts';

/** What is relayed at once stays in memory up to here, nearly every answer that is text; more goes to the spool. */
const IN_MEMORY_BYTES = 256 * 1024;

/** Passes a whole answer on as it came; what it used is read on the way. */
export async function* relayWhole(
  { spool }: Exchange,
  rules: RelayRules,
  reply: NotedReply,
  meter: Meter,
): AsyncGenerator<readonly AnswerEvent[]> {
  const short = await readShort(reply, SCAN_THRESHOLD);
  const { tree, body } = short ? shortReply(short) : await longReply(limited(reply), spool);
  reply.note?.replied({ status: reply.status, headers: reply.headers, tree });
  const usage = rules.observeReply(tree);
  meter.ended(usage);
  yield [
    { type: 'relayed-whole', body },
    { type: 'response-end', finish: 'stop', ...(usage && { usage }) },
  ];
}

interface ReadReply {
  readonly tree: Tree;
  readonly body: WireBody;
}

/** Nearly every answer that is text. */
function shortReply(bytes: Uint8Array): ReadReply {
  try {
    return { tree: readShortJson(bytes), body: bodyOf([bytes]) };
  } catch (error) {
    throw noJson(error);
  }
}

async function longReply(source: AsyncIterable<Uint8Array>, spool: Spool): Promise<ReadReply> {
  const gathering = new Gathering(spool);
  const tree = await parsed(gathering.watch(source), spool);
  return { tree, body: await gathering.finish() };
}

const limited = ({ body, headers }: UpstreamReply): AsyncIterable<Uint8Array> =>
  limitBytes(decompress(body, headers['content-encoding']), MAX_REPLY_BYTES, replyTooLarge);

/** Keeps a copy of bytes that pass by. What it opened in the spool ends with the spool. */
class Gathering {
  readonly #spool: Spool;
  #chunks: Uint8Array[] = [];
  #size = 0;
  #writer: PayloadWriter | undefined;

  constructor(spool: Spool) {
    this.#spool = spool;
  }

  async *watch(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      this.#chunks.push(chunk);
      this.#size += chunk.byteLength;
      if (this.#size > IN_MEMORY_BYTES) await this.#moveOut();
      yield chunk;
    }
  }

  async finish(): Promise<WireBody> {
    return bodyOf(this.#writer ? [{ payload: await this.#writer.finish(), as: 'raw' }] : this.#chunks);
  }

  async #moveOut(): Promise<void> {
    this.#writer ??= this.#spool.open();
    for (const chunk of this.#chunks) await this.#writer.write(chunk);
    this.#chunks = [];
  }
}

async function parsed(source: AsyncIterable<Uint8Array>, spool: Spool): Promise<Tree> {
  try {
    return await readJson(source, { spool });
  } catch (error) {
    if (error instanceof GatewayError && error.code !== 'invalid_request') throw unlessTooLarge(error);
    throw noJson(error);
  }
}

const noJson = (cause: unknown): GatewayError =>
  new GatewayError(
    'upstream_error',
    'The provider answered with something that is no JSON.',
    { retry: 'next-target' },
    cause,
  );

/** The client's own bodies have limits of that name too: this one is the provider's. */
const unlessTooLarge = (error: GatewayError): GatewayError =>
  error.code === 'too_large' ? replyTooLarge() : error;
