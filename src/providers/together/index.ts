import { compatibleProvider } from '../openai-compatible/provider.ts';
import { MODELS } from './models.ts';

export const together = compatibleProvider({
  id: 'together',
  title: 'Together AI',
  docs: 'https://docs.together.ai/reference/chat-completions-1',
  baseUrl: 'https://api.together.xyz/v1',
  envKey: 'TOGETHER_API_KEY',
  keys: /^tgp_v1_/,
  models: MODELS,
  accepts: /^(meta-llama|deepseek-ai|Qwen|mistralai|zai-org|moonshotai|MiniMaxAI|nvidia|togethercomputer)\//,
  takesUrls: true,
  completions: true,
  tasks: { embeddings: '/embeddings', rerank: '/rerank' },
  chat: {
    sampling: () => ({ topK: 'top_k' }),
    endUser: null,
    // UNVERIFIED: which models take the field; those that do not ignore it.
    reasoning: () => ({ by: 'effort', words: ['low', 'medium', 'high'] }),
    leavesOutPictures: true,
  },
});
