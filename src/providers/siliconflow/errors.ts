import type { ErrorCode, GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asNumber } from '../../contract/tree.ts';
import { decodeOpenAiError, type Failure } from '../openai-compatible/errors.ts';

/** quirk(siliconflow): `{code: 20012, message, data}`, or a bare sentence for a wrong key — SiliconFlow error page, seen 2026-11 */
export const decodeError = (reply: Reply): GatewayError => decodeOpenAiError(reply, classify);

const classify = ({ status, error, message }: Failure): ErrorCode | undefined => {
  const code = asNumber(error.code);
  if (code === 20_012) return 'model_not_found';
  // quirk(siliconflow): an empty account and a missing permission share the status 403 — SiliconFlow error page, seen 2026-11
  if (code === 30_001 || (status === 403 && /balance/i.test(message))) return 'quota_exceeded';
  // UNVERIFIED: the status of refusals; 451 as relays report it.
  if (status === 451 || /sensitive|prohibited|inappropriate|violat/i.test(message)) return 'content_policy';
  return undefined;
};
