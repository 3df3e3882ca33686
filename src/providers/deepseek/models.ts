import { chatModels } from '../openai-compatible/provider.ts';

/** From npm model-bank 1.0.20260927 and @ai-sdk/deepseek 3.0.56, seen 2026-11. */
export const MODELS = [
  ...chatModels(
    { vision: false },
    { 'deepseek-v4-pro': 'DeepSeek V4 Pro', 'deepseek-v4-flash': 'DeepSeek V4 Flash' },
  ),
  ...chatModels({ vision: true }, { 'deepseek-v4-flash-vision-exp': 'DeepSeek V4 Flash Vision Exp' }),
];
