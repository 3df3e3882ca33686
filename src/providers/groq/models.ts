import { chatModels } from '../openai-compatible/provider.ts';

/** From npm model-bank 1.0.20260927, seen 2026-11. */
export const MODELS = [
  ...chatModels({ vision: true }, { 'qwen/qwen3.8-27b': 'Qwen3.8 27B', 'qwen/qwen3.6-27b': 'Qwen3.6 27B' }),
  ...chatModels(
    { vision: false },
    {
      'openai/gpt-oss-120b': 'GPT OSS 120B',
      'openai/gpt-oss-20b': 'GPT OSS 20B',
      'minimaxai/minimax-m2.7': 'MiniMax M2.7',
      'groq/compound': 'Compound',
      'groq/compound-mini': 'Compound Mini',
    },
  ),
];
