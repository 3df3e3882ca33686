import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asString, member } from '../../contract/tree.ts';
import { decodeOpenAiError, type Failure } from '../openai-compatible/errors.ts';

const CODES: { readonly [type: string]: ErrorCode } = {
  authentication_error: 'upstream_auth',
  permission_error: 'upstream_auth',
  billing_error: 'quota_exceeded',
  not_found_error: 'model_not_found',
  rate_limit_error: 'rate_limited',
  request_too_large: 'too_large',
  overloaded_error: 'upstream_unavailable',
  timeout_error: 'upstream_timeout',
  api_error: 'upstream_error',
  invalid_request_error: 'invalid_request',
};

/** `{type: 'error', error: {type, message, details}}` in our words, whole or in a stream. */
export const decodeError = (reply: Reply): GatewayError => decodeOpenAiError(reply, classify);

/** quirk(anthropic): an empty account and a filtered answer are plain bad requests; only their words tell. — seen in issue threads, 2026-11 */
function classify({ type, message, error }: Failure): ErrorCode | undefined {
  const detail = asString(member(error.details, 'error_code')) ?? '';
  if (/credit balance|spend_limit/i.test(`${message} ${detail}`)) return 'quota_exceeded';
  if (/content filtering policy/i.test(message)) return 'content_policy';
  return CODES[type];
}
