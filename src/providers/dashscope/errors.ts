import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { decodeOpenAiError, type Failure } from '../openai-compatible/errors.ts';

/** Codes of both APIs, the native one and the one that speaks as OpenAI does — Model Studio error codes page, seen 2026-11 */
const CODES: readonly (readonly [pattern: RegExp, code: ErrorCode])[] = [
  [/^DataInspectionFailed|data_inspection_failed|IPInfringementSuspect/i, 'content_policy'],
  [/^Arrearage|AllocationQuota\.FreeTierOnly/i, 'quota_exceeded'],
  [/^Throttling/i, 'rate_limited'],
  [/^(InvalidApiKey|AccessDenied)/i, 'upstream_auth'],
  [/^ModelNotFound|^model_not_(found|supported)/i, 'model_not_found'],
  [/^RequestTimeOut/i, 'upstream_timeout'],
  [/^(ModelServingError|ModelUnavailable)/i, 'upstream_unavailable'],
];

/** A refused call, or the reason a task gives for its failure. */
export const decodeError = (reply: Reply): GatewayError => decodeOpenAiError(reply, classify);

const classify = ({ code, message }: Failure): ErrorCode | undefined => {
  const found = CODES.find(([pattern]) => pattern.test(code));
  if (found) return found[1];
  // quirk(dashscope): an unknown model is a bad parameter by its code, and only the sentence tells — Model Studio error codes page, seen 2026-11
  return /^Model not exist/i.test(message) ? 'model_not_found' : undefined;
};
