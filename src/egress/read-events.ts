import type { Frame } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import type { Spool } from '../contract/payload.ts';
import { readSse } from '../wire/sse.ts';
import { decompress } from './decompress.ts';
import type { UpstreamReply } from './upstream.ts';

/** Whether the upstream really streams. Some answer a request for a stream with whole JSON, and all do with errors. */
export const isEventStream = ({ headers }: UpstreamReply): boolean =>
  /^\s*text\/event-stream\s*(;|$)/i.test(headers['content-type'] ?? '');

/** The events of an answer, as they come. Throws GatewayError `upstream_error` when it is no event stream. */
export function readEvents(
  reply: UpstreamReply,
  { spool }: { readonly spool: Spool },
): AsyncGenerator<Frame> {
  if (isEventStream(reply))
    return readSse(decompress(reply.body, reply.headers['content-encoding']), { spool });
  reply.body.cancel();
  throw new GatewayError('upstream_error', 'The upstream answered without the stream that was asked for.', {
    upstreamStatus: reply.status,
    internal: `content-type ${reply.headers['content-type'] ?? 'missing'}`,
  });
}
