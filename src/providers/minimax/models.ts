import { chatModels } from '../openai-compatible/provider.ts';

/** From npm model-bank 1.0.20260927, seen 2026-11. */
export const MODELS = [
  ...chatModels({ vision: true }, { 'MiniMax-M3': 'MiniMax M3' }),
  ...chatModels(
    { vision: false },
    {
      'MiniMax-M2.7': 'MiniMax M2.7',
      'MiniMax-M2.7-highspeed': 'MiniMax M2.7 Highspeed',
      'MiniMax-M2.5': 'MiniMax M2.5',
      'MiniMax-M2.5-highspeed': 'MiniMax M2.5 Highspeed',
    },
  ),
];
