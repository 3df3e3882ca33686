import { chatModels, taskModels } from '../openai-compatible/provider.ts';

/** From @ai-sdk/fireworks 3.0.62, seen 2026-11. UNVERIFIED: which of them are still served; any other id works too. */
export const MODELS = [
  ...chatModels({ vision: true }, { 'accounts/fireworks/models/kimi-k2p6': 'Kimi K2.6' }),
  ...chatModels(
    { vision: false },
    {
      'accounts/fireworks/models/kimi-k2-thinking': 'Kimi K2 Thinking',
      'accounts/fireworks/models/minimax-m2': 'MiniMax M2',
      'accounts/fireworks/models/deepseek-v3': 'DeepSeek V3',
      'accounts/fireworks/models/llama-v3p3-70b-instruct': 'Llama 3.3 70B',
    },
  ),
  ...taskModels('nomic-ai/nomic-embed-text-v1.5'),
];
