import { chatModels, taskModels } from '../openai-compatible/provider.ts';

/** From npm model-bank 1.0.20260927 and @ai-sdk/alibaba 2.0.58, seen 2026-11. */
export const CHAT_MODELS = [
  ...chatModels(
    { vision: true },
    {
      'qwen3.8-max': 'Qwen3.8 Max',
      'qwen3.8-flash': 'Qwen3.8 Flash',
      'qwen3.7-plus': 'Qwen3.7 Plus',
      'qwen3.7-flash': 'Qwen3.7 Flash',
      'qwen3-vl-plus': 'Qwen3 VL Plus',
    },
  ),
  ...chatModels(
    { vision: false },
    {
      'qwen3.7-max': 'Qwen3.7 Max',
      'qwen3-max': 'Qwen3 Max',
      'qwen-plus': 'Qwen Plus',
      'qwen-flash': 'Qwen Flash',
      'qwen3-coder-plus': 'Qwen3 Coder Plus',
    },
  ),
  ...taskModels('text-embedding-v4', 'text-embedding-v3', 'qwen3-rerank'),
];

/** quirk(dashscope): only these can be held to a schema. — Model Studio on structured output, @ai-sdk/alibaba 2.0.58, seen 2026-11 */
export const takesSchema = (model: string): boolean =>
  /^qwen3\.(7-(plus|flash|max)|8-(max|flash))(-|$)/.test(model);
