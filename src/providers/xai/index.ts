import { compatibleProvider } from '../openai-compatible/provider.ts';
import { CHAT_MODELS, reasoningOf, SAMPLING } from './chat-models.ts';
import { decodeError } from './errors.ts';
import { IMAGE_MODELS, imageCard } from './image-models.ts';
import { images } from './images.ts';

/** Grok and Grok Imagine. */
export const xai = compatibleProvider({
  id: 'xai',
  telemetryName: 'x_ai',
  title: 'xAI',
  docs: 'https://docs.x.ai/developers/rest-api-reference/inference/chat',
  baseUrl: 'https://api.x.ai/v1',
  envKey: 'XAI_API_KEY',
  keys: /^xai-/,
  models: [...IMAGE_MODELS, ...CHAT_MODELS],
  accepts: /^grok-/,
  takesUrls: true,
  image: images,
  card: imageCard,
  decodeError,
  chat: {
    maxTokensField: 'max_completion_tokens',
    sampling: () => SAMPLING,
    reasoning: reasoningOf,
    tools: () => ({ parallel: 'parallel_function_calling' }),
  },
});
