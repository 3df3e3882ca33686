import type { Provider } from '../../contract/provider.ts';
import { chat } from './chat.ts';
import { decodeError } from './errors.ts';
import { cardOf, MODELS } from './models.ts';
import { baseUrlFor, settings, settingsOf } from './settings.ts';
import { sign } from './sign.ts';

/** Claude on Amazon Bedrock: signed requests or API keys, InvokeModel or the Messages API. */
export const bedrock: Provider = {
  id: 'bedrock',
  telemetryName: 'aws.bedrock',
  title: 'Amazon Bedrock',
  docs: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-claude.html',
  baseUrl: 'https://bedrock-runtime.us-east-1.amazonaws.com',
  baseUrlFor,
  settings,
  needsKey: true,
  keys: /^(ABSK|bedrock-api-key-)/,
  accepts: /anthropic\.claude-/,
  chat,
  signs: () => 'anthropic',
  async authorize(secret, request, target, { now }) {
    const { access_key_id: accessKeyId, session_token: sessionToken, region, api } = settingsOf(target);
    if (accessKeyId === undefined) return { authorization: `Bearer ${secret}` };
    return sign(request, {
      accessKeyId,
      secretAccessKey: secret,
      ...(sessionToken && { sessionToken: sessionToken.reveal() }),
      region,
      service: api === 'mantle' ? 'bedrock-mantle' : 'bedrock',
      now: now(),
    });
  },
  decodeError,
  models: MODELS,
  card: cardOf,
};
