import type { Provider } from '../../contract/provider.ts';
import { asOpenAiTakesIt } from '../openai-compatible/relayed-body.ts';
import { chat } from './chat.ts';
import { baseUrlFor, pathOf, STANDARD_URL } from './endpoint.ts';
import { decodeError } from './errors.ts';
import { images } from './images.ts';
import { cardOf } from './models.ts';
import { settings, settingsOf } from './settings.ts';

/**
 * OpenAI's models in Microsoft's cloud. A channel's models are its deployments: their names say nothing, so `like` tells what
 * each really is.
 */
export const azureOpenai: Provider = {
  id: 'azure-openai',
  telemetryName: 'azure.ai.openai',
  title: 'Azure OpenAI',
  docs: 'https://learn.microsoft.com/azure/ai-foundry/openai/',
  baseUrl: STANDARD_URL,
  baseUrlFor,
  settings,
  needsKey: true,
  /** Many give their deployments the names of the models. */
  accepts: /^(?:gpt-|o\d|chatgpt-|dall-e-)/,
  chat,
  image: images,
  speaks: { 'openai-chat': (target) => pathOf('/chat/completions', target) },
  adapt: { 'openai-chat': asOpenAiTakesIt },
  authorize: (secret, _request, target): Record<string, string> =>
    settingsOf(target).auth === 'entra' ? { authorization: `Bearer ${secret}` } : { 'api-key': secret },
  decodeError,
  models: [],
  card: cardOf,
};
