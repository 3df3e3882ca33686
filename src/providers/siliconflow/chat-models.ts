import { chatModels, taskModels } from '../openai-compatible/provider.ts';

/** From npm model-bank 1.0.20260927, seen 2026-11; embeddings and rerank UNVERIFIED. */
export const CHAT_MODELS = [
  ...chatModels(
    { vision: false },
    {
      'deepseek-ai/DeepSeek-V4-Pro': 'DeepSeek V4 Pro',
      'deepseek-ai/DeepSeek-V4-Flash': 'DeepSeek V4 Flash',
      'zai-org/GLM-5.2': 'GLM-5.2',
      'meituan-longcat/LongCat-2.0': 'LongCat 2.0',
      'deepseek-ai/DeepSeek-V3.2': 'DeepSeek V3.2',
    },
  ),
  ...chatModels(
    { vision: true },
    {
      'moonshotai/Kimi-K2.7-Code': 'Kimi K2.7 Code',
      'Pro/moonshotai/Kimi-K2.6': 'Kimi K2.6 (Pro)',
      'Qwen/Qwen3.6-35B-A3B': 'Qwen3.6 35B A3B',
      'Qwen/Qwen3.6-27B': 'Qwen3.6 27B',
      'Qwen/Qwen3.5-397B-A17B': 'Qwen3.5 397B A17B',
    },
  ),
  ...taskModels(
    'Qwen/Qwen3-Embedding-8B',
    'BAAI/bge-m3',
    'Qwen/Qwen3-Reranker-8B',
    'BAAI/bge-reranker-v2-m3',
  ),
];
