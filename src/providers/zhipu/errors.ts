import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { decodeOpenAiError, type Failure } from '../openai-compatible/errors.ts';

/** quirk(zhipu): `error.code` is a number in a string, and 429 means anything from too fast to no money — Zhipu error page, seen 2026-11 */
const CODES: readonly (readonly [pattern: RegExp, code: ErrorCode])[] = [
  [/^1301$/, 'content_policy'],
  [/^(1113|1304|1308|1309|1310)$/, 'quota_exceeded'],
  [/^(100\d|111[0-2]|1121|1220|1311)$/, 'upstream_auth'],
  [/^(1211|1221|1222)$/, 'model_not_found'],
  [/^(1302|1303|1313)$/, 'rate_limited'],
  [/^(1120|1230|1234|1305|1312)$/, 'upstream_unavailable'],
  [/^12(10|1[2-5]|61)$/, 'invalid_request'],
];

/** A failed call of Zhipu's. */
export const decodeError = (reply: Reply): GatewayError => decodeOpenAiError(reply, classify);

const classify = ({ code }: Failure): ErrorCode | undefined =>
  CODES.find(([pattern]) => pattern.test(code))?.[1];
