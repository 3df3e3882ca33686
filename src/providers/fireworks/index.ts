import { compatibleProvider } from '../openai-compatible/provider.ts';
import { MODELS } from './models.ts';

export const fireworks = compatibleProvider({
  id: 'fireworks',
  title: 'Fireworks AI',
  docs: 'https://docs.fireworks.ai/api-reference/post-chatcompletions',
  baseUrl: 'https://api.fireworks.ai/inference/v1',
  envKey: 'FIREWORKS_API_KEY',
  keys: /^fw_/,
  models: MODELS,
  accepts: /^accounts\//,
  takesUrls: true,
  completions: true,
  tasks: { embeddings: '/embeddings', rerank: '/rerank' },
  chat: {
    sampling: () => ({ topK: 'top_k' }),
    reasoning: () => ({ by: 'effort', words: ['none', 'low', 'medium', 'high'] }),
    echo: { as: 'reasoning_content' },
    leavesOutPictures: true,
  },
});
