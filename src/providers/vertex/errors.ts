import { GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import { member } from '../../contract/tree.ts';
import { decodeError as decodeClaudeError } from '../anthropic/errors.ts';
import { decodeError as decodeGoogleError } from '../gemini/errors.ts';

/** quirk(vertex): Claude answers failures in its own words, the house around it and Gemini in Google's. — npm @anthropic-ai/vertex-sdk 1.1.3, seen 2026-11 */
export function decodeError(reply: Reply): GatewayError {
  if (member(reply.tree, 'type') === 'error') return decodeClaudeError(reply);
  const { code, message, facts } = decodeGoogleError(reply);
  return new GatewayError(code, message.replace(/\bGemini\b/g, 'Vertex AI'), facts);
}
