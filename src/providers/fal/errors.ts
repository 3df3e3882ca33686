import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asString, isObject, member } from '../../contract/tree.ts';
import { decodeDetailError } from '../openai-compatible/detail-errors.ts';
import type { Failure } from '../openai-compatible/errors.ts';

/** A refused submission, and every work that failed: its result is asked for and refused. */
export function decodeError(reply: Reply): GatewayError {
  const { tree } = reply;
  // quirk(fal): faults of the platform name their kind beside the sentence — fal request errors page, seen 2026-11
  const kind = asString(member(tree, 'error_type'));
  const named = isObject(tree) && kind !== undefined ? { ...reply, tree: { ...tree, title: kind } } : reply;
  return decodeDetailError(named, classify);
}

const classify = ({ status, type, message }: Failure): ErrorCode | undefined => {
  // quirk(fal): a spent balance locks the account — public bug reports, seen 2026-11
  if (status === 403 && /balance|locked/i.test(message)) return 'quota_exceeded';
  if (type === 'no_media_generated') return 'no_image';
  // Models are routes.
  return status === 404 && message !== '' ? 'model_not_found' : undefined;
};
