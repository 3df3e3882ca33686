import type { Provider } from '../../contract/provider.ts';
import { chat } from './chat.ts';
import { countTokens } from './count-tokens.ts';
import { EMBEDDING_MODELS, embeddingCard } from './embedding-models.ts';
import { embeddings } from './embeddings.ts';
import { decodeError } from './errors.ts';
import { listModels } from './list-models.ts';
import { cardOf, MODELS } from './models.ts';
import { contentPath } from './path.ts';

/** Google's Gemini Developer API: chat with tools, pictures drawn inside chat answers, embeddings and token counts. */
export const gemini: Provider = {
  id: 'gemini',
  telemetryName: 'gcp.gemini',
  title: 'Google Gemini',
  docs: 'https://ai.google.dev/gemini-api/docs/image-generation',
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  envKey: 'GEMINI_API_KEY',
  keys: /^AIza[\w-]{35}$/,
  chat,
  tasks: { embeddings, 'gemini-count-tokens': countTokens },
  speaks: { gemini: ({ model }, stream) => contentPath(model, stream) },
  authorize: (secret) => ({ 'x-goog-api-key': secret }),
  listModels,
  decodeError,
  models: [...MODELS, ...EMBEDDING_MODELS],
  card: (model) => embeddingCard(model) ?? cardOf(model),
};
