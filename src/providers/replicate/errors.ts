import { type ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asString, member } from '../../contract/tree.ts';
import { decodeDetailError } from '../openai-compatible/detail-errors.ts';
import type { Failure } from '../openai-compatible/errors.ts';

/** A refused call. */
export const decodeError = (reply: Reply): GatewayError => decodeDetailError(withPause(reply), classify);

const classify = ({ status, message }: Failure): ErrorCode | undefined =>
  status === 404 && message !== '' ? 'model_not_found' : undefined;

/** quirk(replicate): how long to wait stands in the sentence: "Your rate limit resets in ~30s." — Replicate rate limits page, seen 2026-11 */
function withPause(reply: Reply): Reply {
  const [, seconds] = /resets in ~?(\d+)s/.exec(asString(member(reply.tree, 'detail')) ?? '') ?? [];
  if (seconds === undefined || reply.headers['retry-after'] !== undefined) return reply;
  return { ...reply, headers: { ...reply.headers, 'retry-after': seconds } };
}

/** quirk(replicate): why a prediction failed is a sentence, written by the model or its runner — public bug reports, seen 2026-11 */
const REFUSED = /nsfw|flagged|sensitive|safety|content policy|\(E005\)|moderat/i;

/** A prediction that ended without a picture. */
export function predictionFailure(status: string, reason: string): GatewayError {
  if (REFUSED.test(reason)) {
    return new GatewayError('content_policy', 'The provider refused the prompt or the picture as unsafe.', {
      internal: reason.slice(0, 500),
    });
  }
  return new GatewayError('upstream_error', 'The upstream could not finish the picture.', {
    retry: 'next-target',
    upstreamCode: status,
    internal: reason.slice(0, 500),
  });
}
