import type { Provider } from '../../contract/provider.ts';
import { chat } from './chat.ts';
import { decodeError } from './errors.ts';
import { cardOf, MODELS } from './models.ts';

/** Google's Gemini Developer API: chat, and pictures drawn inside chat answers. */
export const gemini: Provider = {
  id: 'gemini',
  title: 'Google Gemini',
  docs: 'https://ai.google.dev/gemini-api/docs/image-generation',
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  envKey: 'GEMINI_API_KEY',
  chat,
  authorize: (secret) => ({ 'x-goog-api-key': secret }),
  decodeError,
  models: MODELS,
  card: cardOf,
};
