import { compatibleProvider } from '../openai-compatible/provider.ts';
import { CHAT_MODELS } from './chat-models.ts';
import { decodeError } from './errors.ts';
import { IMAGE_MODELS, imageCard } from './image-models.ts';
import { images } from './images.ts';

/** Open models of many makers, for text and pictures. */
export const siliconflow = compatibleProvider({
  id: 'siliconflow',
  title: 'SiliconFlow',
  docs: 'https://docs.siliconflow.cn/en/api-reference/chat-completions/chat-completions',
  baseUrl: 'https://api.siliconflow.cn/v1',
  envKey: 'SILICONFLOW_API_KEY',
  keys: /^sk-[a-z]{48}$/,
  models: [...IMAGE_MODELS, ...CHAT_MODELS],
  accepts:
    /^(Pro\/|LoRA\/)?(Qwen|deepseek-ai|zai-org|moonshotai|MiniMaxAI|BAAI|THUDM|inclusionAI|stepfun-ai)\//,
  takesUrls: true,
  image: images,
  card: imageCard,
  decodeError,
  tasks: { embeddings: '/embeddings', rerank: '/rerank' },
  chat: {
    sampling: () => ({ topK: 'top_k' }),
    endUser: null,
    reasoning: () => ({ by: 'budget' }),
    echo: { as: 'reasoning_content' },
    tools: () => ({ parallel: null }),
    leavesOutPictures: true,
  },
});
