import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asNumber, asString, isObject, member } from '../../contract/tree.ts';
import { decodeOpenAiError } from '../openai-compatible/errors.ts';

/** `base_resp.status_code` — MiniMax error codes page, seen 2026-11 */
const CODES: { readonly [code: number]: ErrorCode } = {
  1001: 'upstream_timeout',
  1002: 'rate_limited',
  1004: 'upstream_auth',
  1008: 'quota_exceeded',
  1026: 'content_policy',
  1027: 'content_policy',
  1039: 'rate_limited',
  2013: 'invalid_request',
  2049: 'upstream_auth',
};

/** A failure in MiniMax's own form, which also comes inside a 200, or in OpenAI's. */
export function decodeError(reply: Reply): GatewayError {
  const own = member(reply.tree, 'base_resp');
  const code = asNumber(member(own, 'status_code')) ?? 0;
  if (!isObject(own) || code === 0) return decodeOpenAiError(reply);
  const error = { message: asString(own.status_msg) ?? '', code: String(code) };
  return decodeOpenAiError({ ...reply, tree: { error } }, () => CODES[code] ?? 'upstream_error');
}
