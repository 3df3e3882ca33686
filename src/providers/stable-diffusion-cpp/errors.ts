import type { GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { asString, member } from '../../contract/tree.ts';
import { decodeOpenAiError } from '../openai-compatible/errors.ts';

/** quirk(stable-diffusion-cpp): `{error: "prompt required"}`, or `{error: "server_error", message}` for faults within — stable-diffusion.cpp routes_openai.cpp, seen 2026-11 */
export function decodeError(reply: Reply): GatewayError {
  const type = asString(member(reply.tree, 'error'));
  const message = asString(member(reply.tree, 'message'));
  if (type === undefined || message === undefined) return decodeOpenAiError(reply);
  return decodeOpenAiError({ ...reply, tree: { error: { type, message } } });
}
