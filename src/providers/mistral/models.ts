import { chatModels, taskModels } from '../openai-compatible/provider.ts';

/** From npm model-bank 1.0.20260927 and @ai-sdk/mistral 4.0.87, seen 2026-11. */
export const MODELS = [
  ...chatModels(
    { vision: true },
    {
      'mistral-medium-3.5': 'Mistral Medium 3.5',
      'mistral-medium-latest': 'Mistral Medium (latest)',
      'mistral-small-2603': 'Mistral Small 4',
      'mistral-small-latest': 'Mistral Small (latest)',
      'mistral-large-2512': 'Mistral Large 3',
      'mistral-large-latest': 'Mistral Large (latest)',
    },
  ),
  ...chatModels(
    { vision: false },
    {
      'magistral-medium-latest': 'Magistral Medium (latest)',
      'codestral-latest': 'Codestral (latest)',
      'ministral-8b-latest': 'Ministral 8B (latest)',
      'ministral-3b-latest': 'Ministral 3B (latest)',
    },
  ),
  ...taskModels('mistral-embed', 'mistral-moderation-latest'),
];
