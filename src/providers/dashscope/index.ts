import { compatibleProvider } from '../openai-compatible/provider.ts';
import { CHAT_MODELS, takesSchema } from './chat-models.ts';
import { decodeError } from './errors.ts';
import { IMAGE_MODELS, imageCard } from './image-models.ts';
import { images } from './images.ts';

/**
 * Alibaba Cloud Model Studio (Bailian): Qwen, Qwen-Image and Wan. Keys of the international site work at
 * https://dashscope-intl.aliyuncs.com/compatible-mode/v1.
 */
export const dashscope = compatibleProvider({
  id: 'dashscope',
  title: 'DashScope (Alibaba Cloud Model Studio)',
  docs: 'https://www.alibabacloud.com/help/en/model-studio/qwen-api-reference',
  baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
  envKey: 'DASHSCOPE_API_KEY',
  keys: /^sk-[0-9a-f]{32}$/,
  models: [...IMAGE_MODELS, ...CHAT_MODELS],
  accepts: /^(qwen|qwq|qvq|text-embedding-v\d)/,
  takesUrls: true,
  image: images,
  card: imageCard,
  decodeError,
  tasks: {
    embeddings: '/embeddings',
    // quirk(dashscope): rerank lies beside the other compatible routes. — Model Studio text rerank API, seen 2026-11
    rerank: ({ baseUrl }) => `${new URL(baseUrl).origin}/compatible-api/v1/reranks`,
  },
  chat: {
    sampling: () => ({ topK: 'top_k', frequencyPenalty: null }),
    endUser: null,
    reasoning: () => ({ by: 'budget' }),
    echo: { as: 'reasoning_content' },
    // UNVERIFIED: that no call can be required; Model Studio names auto, none and a function.
    tools: () => ({ choices: ['none', 'named'] }),
    format: (model) => (takesSchema(model) ? 'schema' : 'object'),
    files: { video: true },
    cacheMarks: true,
    leavesOutPictures: true,
  },
});
