import type { ModelCard, Price } from '../../contract/capability.ts';
import { abilities, qualified } from './families.ts';

const LISTED = 'list price of the model, LobeHub model bank 2026-09-27 and openrouter.ai, seen 2026-11';
const CATALOGUE = 'OpenRouter Images API catalogue, seen 2026-09-30';

/** US dollars per million tokens, or per picture. */
const price = (
  what: Price['what'],
  usd: number,
  source = LISTED,
  per: Price['per'] = 'million_tokens',
): Price => ({
  what,
  per,
  usd,
  source,
});

interface Entry extends Partial<Pick<ModelCard, 'title' | 'retired' | 'successor' | 'prices'>> {
  readonly id: string;
}

/**
 * Newest first. What a call really cost stands in its answer (`usage.cost`); prices here are for comparison.
 * The Images API lists 55 picture models in 2026-10: any of them works when a channel names it.
 */
const ENTRIES: readonly Entry[] = [
  {
    id: 'openai/gpt-5.4-image-2',
    prices: [price('input_text', 8), price('cached_input', 2), price('output_text', 15)],
  },
  {
    id: 'openai/gpt-image-2',
    prices: [
      price('input_text', 5, CATALOGUE),
      price('input_image', 8, CATALOGUE),
      price('output_image', 30, CATALOGUE),
    ],
  },
  { id: 'openai/gpt-image-1-mini' },
  { id: 'openai/gpt-5-image' },
  { id: 'openai/gpt-5-image-mini' },
  {
    id: 'google/gemini-3-pro-image',
    title: 'Nano Banana Pro',
    prices: [
      price('input_image', 2, CATALOGUE),
      price('output_text', 12),
      price('output_image', 120, CATALOGUE),
    ],
  },
  { id: 'google/gemini-3.1-flash-lite-image' },
  {
    id: 'google/gemini-3.1-flash-image',
    title: 'Nano Banana 2',
    prices: [price('output_image', 60, CATALOGUE)],
  },
  {
    id: 'google/gemini-2.5-flash-image',
    title: 'Nano Banana',
    prices: [price('input_text', 0.3), price('output_text', 2.5), price('output_image', 30)],
  },
  { id: 'bytedance-seed/seedream-5-0-pro' },
  { id: 'bytedance-seed/seedream-4.5', prices: [price('output_image', 0.04, CATALOGUE, 'image')] },
  { id: 'black-forest-labs/flux.2-pro', prices: [price('output_image', 0.03, CATALOGUE, 'megapixel')] },
  {
    id: 'google/gemini-3-pro-image-preview',
    retired: '2026-06-25',
    successor: 'google/gemini-3-pro-image',
  },
  {
    id: 'google/gemini-2.5-flash-image-preview',
    // UNVERIFIED: the day; the name without -preview replaced it.
    retired: '2026-06-25',
    successor: 'google/gemini-2.5-flash-image',
  },
  { id: 'openai/gpt-image-1', retired: '2026-10-23', successor: 'openai/gpt-image-2' },
  // UNVERIFIED: these four text models as of 2026-11; OpenRouter serves hundreds.
  { id: 'openrouter/auto' },
  { id: 'anthropic/claude-sonnet-4.6' },
  { id: 'google/gemini-2.5-pro' },
  { id: 'google/gemini-2.5-flash' },
];

/** The default catalogue. */
export const MODELS: readonly ModelCard[] = ENTRIES.map((entry) => ({ ...entry, ...abilities(entry.id) }));

/** What is known about a model by its id, its family, or its name. */
export function cardOf(id: string): ModelCard {
  return MODELS.find((card) => card.id === qualified(id)) ?? { id, ...abilities(id) };
}
