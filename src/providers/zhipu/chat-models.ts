import type { ReasoningRule } from '../openai-compatible/options.ts';
import { chatModels, taskModels } from '../openai-compatible/provider.ts';

/** From npm model-bank 1.0.20260927, seen 2026-11; embeddings and rerank UNVERIFIED. */
export const CHAT_MODELS = [
  ...chatModels(
    { vision: false },
    {
      'glm-5.3': 'GLM-5.3',
      'glm-5.2': 'GLM-5.2',
      'glm-5.1': 'GLM-5.1',
      'glm-5-turbo': 'GLM-5-Turbo',
      'glm-5': 'GLM-5',
      'glm-4.7': 'GLM-4.7',
      'glm-4.7-flash': 'GLM-4.7-Flash',
      'glm-4.7-flashx': 'GLM-4.7-FlashX',
      'glm-4.6': 'GLM-4.6',
    },
  ),
  ...chatModels(
    { vision: true },
    {
      'glm-5.3-flash': 'GLM-5.3-Flash',
      'glm-5v-turbo': 'GLM-5V-Turbo',
      'glm-4.6v': 'GLM-4.6V',
      'glm-4.6v-flash': 'GLM-4.6V-Flash',
    },
  ),
  ...taskModels('embedding-3', 'rerank'),
];

/** quirk(zhipu): a switch for all, strengths from GLM-5.2 on. — docs.z.ai on thinking, npm model-bank 1.0.20260927, seen 2026-11 */
export function reasoningOf(model: string): ReasoningRule {
  const thinking = { by: 'thinking', on: 'enabled', off: true } as const;
  if (/^glm-5\.2/.test(model)) return { ...thinking, words: ['high', 'max'] };
  return /^glm-(5\.[3-9]|[6-9])/.test(model) ? { ...thinking, words: ['low', 'high', 'max'] } : thinking;
}
