import { chatModels } from '../openai-compatible/provider.ts';

/** From npm model-bank 1.0.20260927 and @ai-sdk/moonshotai 3.0.60, seen 2026-11. */
export const MODELS = chatModels(
  { vision: true },
  {
    'kimi-k3': 'Kimi K3',
    'kimi-k2.7-code': 'Kimi K2.7 Code',
    'kimi-k2.7-code-highspeed': 'Kimi K2.7 Code HighSpeed',
    'kimi-k2.6': 'Kimi K2.6',
  },
);
