import { compatibleProvider } from '../openai-compatible/provider.ts';
import { reasoningOf, samplingOf, toolsOf } from './families.ts';
import { MODELS } from './models.ts';

/** Kimi. Keys of the Chinese site work at https://api.moonshot.cn/v1. What differs: @ai-sdk/moonshotai 3.0.60, seen 2026-11. */
export const moonshot = compatibleProvider({
  id: 'moonshot',
  title: 'Moonshot AI (Kimi)',
  docs: 'https://platform.moonshot.ai/docs/api/chat',
  baseUrl: 'https://api.moonshot.ai/v1',
  envKey: 'MOONSHOT_API_KEY',
  keys: /^sk-(?!\w*T3BlbkFJ)[A-Za-z0-9]{48}$/,
  models: MODELS,
  accepts: /^(kimi|moonshot)-/,
  chat: {
    maxTokensField: 'max_completion_tokens',
    sampling: samplingOf,
    maxTemperature: 1,
    endUser: (user) => ({ safety_identifier: user }),
    reasoning: reasoningOf,
    echo: { as: 'reasoning_content' },
    tools: toolsOf,
    files: { video: true },
  },
});
