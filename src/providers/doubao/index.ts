import type { Provider } from '../../contract/provider.ts';
import { taskCall } from '../openai-compatible/tasks.ts';
import { chat } from './chat.ts';
import { decodeError } from './errors.ts';
import { images } from './images.ts';
import { cardOf, MODELS } from './models.ts';

/** ByteDance's models at Volcengine Ark; BytePlus ModelArk is the same under another base URL. */
export const doubao: Provider = {
  id: 'doubao',
  title: 'Doubao (Volcengine Ark)',
  docs: 'https://www.volcengine.com/docs/82379/1541523',
  baseUrl: 'https://ark.cn-beijing.volces.com/api/v3',
  envKey: 'ARK_API_KEY',
  keys: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  chat,
  image: images,
  tasks: { embeddings: taskCall('/embeddings', decodeError) },
  speaks: { 'openai-chat': () => '/chat/completions' },
  authorize: (secret) => ({ authorization: `Bearer ${secret}` }),
  decodeError,
  models: MODELS,
  card: cardOf,
};
