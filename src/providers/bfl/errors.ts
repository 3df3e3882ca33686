import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { decodeDetailError } from '../openai-compatible/detail-errors.ts';
import type { Failure } from '../openai-compatible/errors.ts';

/** A refused submission or poll. */
export const decodeError = (reply: Reply): GatewayError => decodeDetailError(reply, classify);

/** quirk(bfl): models are routes, so an unknown one is a bare 404; no credits are a 402 — BFL errors page, seen 2026-11 */
const classify = ({ status, message }: Failure): ErrorCode | undefined => {
  if (status === 404 && message !== '') return 'model_not_found';
  return status === 402 ? 'quota_exceeded' : undefined;
};
