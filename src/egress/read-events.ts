import type { Frame } from '../contract/dialect.ts';
import { type GatewayError, unusableAnswer } from '../contract/error.ts';
import type { Spool } from '../contract/payload.ts';
import { readAwsEventStream } from '../wire/aws-event-stream.ts';
import { readSse } from '../wire/sse.ts';
import { decompress } from './decompress.ts';
import { limitBytes } from './limit-bytes.ts';
import type { UpstreamReply } from './upstream.ts';

const SSE = /^\s*text\/event-stream\s*(;|$)/i;
const AWS = /^\s*application\/vnd\.amazon\.eventstream\s*(;|$)/i;
/** Types that say nothing of what is inside. */
const VAGUE = ['', 'text/plain', 'application/octet-stream', 'application/x-ndjson'];
const FIRST_LINE = /^\uFEFF?(data|event|id|retry)?:/;
/** Enough for the longest of them. */
const HEAD_BYTES = 9;

const contentType = ({ headers }: UpstreamReply): string => headers['content-type'] ?? '';

/** Whether the upstream really streams. Some answer a request for a stream with whole JSON, and all do with errors. */
export const isEventStream = (reply: UpstreamReply): boolean =>
  SSE.test(contentType(reply)) || AWS.test(contentType(reply));

/** The answer as what it is: servers and proxies at home declare event streams as text, or as nothing at all. */
export async function withRealType<Reply extends UpstreamReply>(reply: Reply): Promise<Reply> {
  const { headers } = reply;
  const [type = ''] = contentType(reply).toLowerCase().split(';', 1);
  if (!VAGUE.includes(type.trim()) || headers['content-encoding'] !== undefined) return reply;
  const { head, body } = await peek(reply.body);
  const isEvents = FIRST_LINE.test(head);
  return {
    ...reply,
    headers: isEvents ? { ...headers, 'content-type': 'text/event-stream' } : headers,
    body,
  };
}

/** Ten pictures of 20 MB as base64. */
const MAX_BYTES = 280 * 1024 * 1024;

const tooLong = (): GatewayError => unusableAnswer("The upstream's answer does not end.");

/** How a body begins, and the body from its beginning. */
async function peek(body: UpstreamReply['body']): Promise<{ head: string; body: UpstreamReply['body'] }> {
  const rest = body[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const { done, value } = await rest.next();
    if (done) break;
    seen.push(value);
    length += value.byteLength;
  }
  const head = Buffer.concat(seen).toString('utf8', 0, HEAD_BYTES);
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      yield* seen;
      for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
    } finally {
      body.cancel();
    }
  }
  return { head, body: Object.assign(whole(), { cancel: () => body.cancel() }) };
}

export interface ReadEventsOptions {
  /** Takes the pictures within the events. */
  readonly spool: Spool;
  /** Most bytes of the whole stream, counted after decompression. Default 280 MiB. */
  readonly maxBytes?: number;
}

/** The events of an answer, as they come, in batches of what came together. Throws GatewayError `upstream_error` when it is no event stream, or one without end. */
export function readEvents(
  reply: UpstreamReply,
  { spool, maxBytes = MAX_BYTES }: ReadEventsOptions,
): AsyncGenerator<readonly Frame[]> {
  const body = () => limitBytes(decompress(reply.body, reply.headers['content-encoding']), maxBytes, tooLong);
  if (SSE.test(contentType(reply))) return readSse(body(), { spool });
  if (AWS.test(contentType(reply))) return readAwsEventStream(body(), { spool });
  reply.body.cancel();
  throw unusableAnswer('The upstream answered without the stream that was asked for.', {
    upstreamStatus: reply.status,
    internal: `content-type ${contentType(reply) || 'missing'}`,
  });
}
