import type { Frame } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import type { Spool } from '../contract/payload.ts';
import { readAwsEventStream } from '../wire/aws-event-stream.ts';
import { readSse } from '../wire/sse.ts';
import { decompress } from './decompress.ts';
import type { UpstreamReply } from './upstream.ts';

const SSE = /^\s*text\/event-stream\s*(;|$)/i;
const AWS = /^\s*application\/vnd\.amazon\.eventstream\s*(;|$)/i;

const contentType = ({ headers }: UpstreamReply): string => headers['content-type'] ?? '';

/** Whether the upstream really streams. Some answer a request for a stream with whole JSON, and all do with errors. */
export const isEventStream = (reply: UpstreamReply): boolean =>
  SSE.test(contentType(reply)) || AWS.test(contentType(reply));

/** The events of an answer, as they come. Throws GatewayError `upstream_error` when it is no event stream. */
export function readEvents(
  reply: UpstreamReply,
  { spool }: { readonly spool: Spool },
): AsyncGenerator<Frame> {
  const body = () => decompress(reply.body, reply.headers['content-encoding']);
  if (SSE.test(contentType(reply))) return readSse(body(), { spool });
  if (AWS.test(contentType(reply))) return readAwsEventStream(body(), { spool });
  reply.body.cancel();
  throw new GatewayError('upstream_error', 'The upstream answered without the stream that was asked for.', {
    upstreamStatus: reply.status,
    internal: `content-type ${contentType(reply) || 'missing'}`,
  });
}
