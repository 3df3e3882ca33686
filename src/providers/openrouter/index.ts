import type { Provider } from '../../contract/provider.ts';
import { listOpenAiModels } from '../openai-compatible/list-models.ts';
import { taskCall } from '../openai-compatible/tasks.ts';
import { chat } from './chat.ts';
import { decodeError } from './errors.ts';
import { images } from './images.ts';
import { cardOf, MODELS } from './models.ts';

/** Many makers' models behind one API. */
export const openrouter: Provider = {
  id: 'openrouter',
  title: 'OpenRouter',
  docs: 'https://openrouter.ai/docs/guides/overview/multimodal/image-generation',
  baseUrl: 'https://openrouter.ai/api/v1',
  envKey: 'OPENROUTER_API_KEY',
  keys: /^sk-or-/,
  chat,
  image: images,
  tasks: { embeddings: taskCall('/embeddings', decodeError) },
  speaks: { 'openai-chat': () => '/chat/completions' },
  authorize: (secret) => ({ authorization: `Bearer ${secret}` }),
  listModels: listOpenAiModels,
  decodeError,
  models: MODELS,
  card: cardOf,
};
