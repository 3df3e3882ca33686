import type { ErrorCode } from '../../contract/error.ts';
import { GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { decodeOpenAiError, type Failure } from '../openai-compatible/errors.ts';
import { MODELS } from './models.ts';

/** OpenAI's failure in our words, also one that came inside a 200. */
export function decodeError(reply: Reply): GatewayError {
  const error = decodeOpenAiError(reply, classify);
  return error.code === 'model_not_found' ? withSuccessor(error) : error;
}

const REFUSED = ['invalid_prompt', 'bio_policy', 'misalignment_policy_violation'];
const BAD_INPUT = /^(?:invalid_|image_|unsupported_image|empty_image|failed_to_download)/;

/** quirk(openai): the Responses API reports bad input after its 200, with a code and no status. — responses spec §6, seen 2026-11 */
function classify({ code, status }: Failure): ErrorCode | undefined {
  if (REFUSED.includes(code)) return 'content_policy';
  if (code.includes('content_policy')) return 'content_policy';
  return status === 502 && BAD_INPUT.test(code) ? 'invalid_request' : undefined;
}

/** Says what replaced a model that OpenAI has shut down. */
function withSuccessor(error: GatewayError): GatewayError {
  const named = /[`'"]([\w.-]+)[`'"]/.exec(error.message)?.[1];
  const card = MODELS.find(({ id }) => id === named);
  if (!card?.retired || !card.successor) return error;
  const message = `OpenAI shut ${card.id} down on ${card.retired}; ${card.successor} replaces it.`;
  return new GatewayError(error.code, message, error.facts);
}
