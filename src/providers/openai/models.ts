import type { ChatCapability, ModelCard } from '../../contract/capability.ts';
import {
  DALL_E_2,
  DALL_E_3,
  GPT_IMAGE_1_MINI,
  GPT_IMAGE_2,
  GPT_IMAGE_15,
  GPT_IMAGE_25,
  GPT_IMAGE_26,
  IMAGE_MODELS,
  UNKNOWN_IMAGE,
} from './image-models.ts';
import { textPrices } from './text-prices.ts';

/** The image model that draws for a text model unless the client names one: pinned, because OpenAI moves its own default. */
export const DRAWING_MODEL = 'gpt-image-2';

/** quirk(openai): the image_generation tool draws one picture per call. — responses spec §2, seen 2026-11 */
const DRAWS: ChatCapability = { vision: true, image: { ...GPT_IMAGE_2, maxCount: 1 } };
const TALKS: ChatCapability = { vision: true };

/**
 * Ids from the types of npm openai 7.57.0, seen 2026-11, newest first. Which of them an account is served, and whether
 * the smallest may call the image tool, is UNVERIFIED.
 */
const TEXT_IDS = [
  'gpt-6.1-sol',
  'gpt-6.1-terra',
  'gpt-6-astra',
  'gpt-6-sol',
  'gpt-6-luna',
  'gpt-5.6-sol',
  'gpt-5.6-terra',
  'gpt-5.6-luna',
  'gpt-5.5',
  'gpt-5.4',
  'gpt-5.4-mini',
  'gpt-5.4-nano',
  'gpt-5.2',
  'gpt-5.1',
  'gpt-5',
  'gpt-5-mini',
  'gpt-5-nano',
  'gpt-4.1',
  'gpt-4.1-mini',
  'gpt-4.1-nano',
  'o4-mini',
  'o3',
  'gpt-4o',
  'gpt-4o-mini',
];

export const MODELS: readonly ModelCard[] = [
  ...IMAGE_MODELS,
  ...TEXT_IDS.map((id): ModelCard => {
    const prices = textPrices(id);
    return { id, chat: DRAWS, ...(prices && { prices }) };
  }),
];

/** By family, for snapshots, names with a vendor prefix and models that came after this list; the first match counts. */
const FAMILIES: readonly { readonly name: RegExp; readonly card: Omit<ModelCard, 'id'> }[] = [
  { name: /gpt-image-2\.6/, card: { image: GPT_IMAGE_26 } },
  { name: /gpt-image-2\.5/, card: { image: GPT_IMAGE_25 } },
  { name: /gpt-image-2(?!\.)/, card: { image: GPT_IMAGE_2 } },
  { name: /gpt-image-1\.5/, card: { image: GPT_IMAGE_15 } },
  { name: /gpt-image-1-mini/, card: { image: GPT_IMAGE_1_MINI } },
  { name: /gpt-image-1(?!\.)/, card: { image: GPT_IMAGE_15 } },
  { name: /dall-e-3/, card: { image: DALL_E_3 } },
  { name: /dall-e/, card: { image: DALL_E_2 } },
  { name: /image/, card: { image: UNKNOWN_IMAGE } },
  // Models that speak draw nothing. UNVERIFIED.
  { name: /audio/, card: { chat: TALKS } },
  { name: /^(?:gpt-[4-9]|o[3-9]|chatgpt)/, card: { chat: DRAWS } },
];

/** What is known about a model id; an id that fits nothing is a text model that cannot draw. */
export function cardOf(id: string): ModelCard {
  const bare = id
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/-\d{4}-\d{2}-\d{2}$/, '');
  const known = MODELS.find((card) => card.id === bare);
  const family = known ?? FAMILIES.find(({ name }) => name.test(bare))?.card ?? { chat: TALKS };
  return { ...family, id };
}
