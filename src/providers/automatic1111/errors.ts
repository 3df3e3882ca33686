import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asString, member } from '../../contract/tree.ts';
import { decodeDetailError } from '../openai-compatible/detail-errors.ts';
import type { Failure } from '../openai-compatible/errors.ts';

/** quirk(automatic1111): faults within are `{error: "OutOfMemoryError", detail: "", errors: "…"}` with status 500 — webui modules/api/api.py, seen 2026-11 */
export function decodeError(reply: Reply): GatewayError {
  const fault = asString(member(reply.tree, 'errors'));
  if (!fault) return decodeDetailError(reply, classify);
  const tree = { detail: fault, title: asString(member(reply.tree, 'error')) };
  return decodeDetailError({ ...reply, tree }, classify);
}

/** Another machine may have the memory that this one lacks. */
const classify = ({ type, status, message }: Failure): ErrorCode | undefined => {
  if (type === 'OutOfMemoryError') return 'upstream_unavailable';
  return status === 404 && /not found$/i.test(message) ? 'upstream_error' : undefined;
};
