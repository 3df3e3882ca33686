import type { Provider } from '../../contract/provider.ts';
import { listOpenAiModels } from '../openai-compatible/list-models.ts';
import { asOpenAiTakesIt } from '../openai-compatible/relayed-body.ts';
import { taskCall } from '../openai-compatible/tasks.ts';
import { chat } from './chat.ts';
import { decodeError } from './errors.ts';
import { images } from './images.ts';
import { cardOf, MODELS } from './models.ts';
import { TASK_MODELS } from './task-models.ts';

/** OpenAI, and everything that speaks exactly its API. */
export const openai: Provider = {
  id: 'openai',
  title: 'OpenAI',
  docs: 'https://platform.openai.com/docs/api-reference',
  baseUrl: 'https://api.openai.com/v1',
  envKey: 'OPENAI_API_KEY',
  keys: /^sk-(proj|svcacct|admin)-|^sk-\w+T3BlbkFJ/,
  chat,
  image: images,
  tasks: {
    embeddings: taskCall('/embeddings', decodeError),
    moderations: taskCall('/moderations', decodeError),
  },
  speaks: { 'openai-responses': () => '/responses', 'openai-chat': () => '/chat/completions' },
  adapt: { 'openai-chat': asOpenAiTakesIt },
  authorize: (secret) => ({ authorization: `Bearer ${secret}` }),
  listModels: listOpenAiModels,
  decodeError,
  models: [...MODELS, ...TASK_MODELS],
  card: (id) => TASK_MODELS.find((card) => card.id === id) ?? cardOf(id),
};
