import type { AuthorizeIo, CallHeaders, Provider } from '../../contract/provider.ts';
import { chat } from './chat.ts';
import { baseUrlFor } from './endpoint.ts';
import { decodeError } from './errors.ts';
import { cardOf, isClaude, MODELS } from './models.ts';
import { accessToken, readServiceAccount } from './service-account.ts';
import { settings } from './settings.ts';

/** Gemini and Claude on Google Cloud. */
export const vertex: Provider = {
  id: 'vertex',
  telemetryName: 'gcp.vertex_ai',
  title: 'Google Vertex AI',
  docs: 'https://cloud.google.com/vertex-ai/generative-ai/docs',
  baseUrl: 'https://aiplatform.googleapis.com',
  baseUrlFor,
  settings,
  needsKey: true,
  keys: /^\s*\{[\s\S]*"type":\s*"service_account"/,
  accepts: /^(google\/)?gemini-|^(anthropic\/)?claude-/,
  chat,
  signs: ({ card }) => (isClaude(card.id) ? 'anthropic' : 'gemini'),
  authorize: (secret, _request, _target, io) => authorize(secret, io),
  decodeError,
  models: MODELS,
  card: cardOf,
};

/** The key says itself what it is: a service account's key file, an access token made elsewhere, or an API key. */
async function authorize(secret: string, io: AuthorizeIo): Promise<CallHeaders> {
  if (secret.trimStart().startsWith('{')) {
    return { authorization: `Bearer ${await accessToken(readServiceAccount(secret), io)}` };
  }
  return secret.startsWith('ya29.') ? { authorization: `Bearer ${secret}` } : { 'x-goog-api-key': secret };
}
