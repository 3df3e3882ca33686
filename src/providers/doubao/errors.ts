import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { decodeOpenAiError, type Failure } from '../openai-compatible/errors.ts';

/** Ark's error codes; the first match decides, and what matches none follows the common rules. */
const CODES: readonly (readonly [pattern: RegExp, code: ErrorCode])[] = [
  // quirk(doubao): a family of codes (input, output, text, image), only the middle is common — Ark error codes, seen 2026-11
  [/SensitiveContentDetected/, 'content_policy'],
  // quirk(doubao): a spent quota and a passing limit share the status 429 — Ark error codes, seen 2026-11
  [/^(QuotaExceeded|SetLimitExceeded|AccountOverdueError)/, 'quota_exceeded'],
  [/^ServerOverloaded/, 'upstream_unavailable'],
  [/RateLimitExceeded|^RequestBurstTooFast|^InflightBatchsizeExceeded/, 'rate_limited'],
  [/^(AuthenticationError|InvalidAccountStatus|AccessDenied|OperationDenied)/, 'upstream_auth'],
  [/^(InvalidEndpointOrModel|ModelNotOpen|UnsupportedModel)/, 'model_not_found'],
  [/^InternalServiceError/, 'upstream_error'],
  [/^(MissingParameter|InvalidParameter|InvalidImageURL)/, 'invalid_request'],
];

/** A failed call of Ark, or a failure inside a 200. */
export const decodeError = (reply: Reply): GatewayError => decodeOpenAiError(reply, classify);

const classify = ({ code }: Failure): ErrorCode | undefined =>
  CODES.find(([pattern]) => pattern.test(code))?.[1];
