import type {
  ChatCapability,
  ImageCapability,
  ModelCard,
  Price,
  SizeRule,
} from '../../contract/capability.ts';
import { isThird } from './generation.ts';
import { PIXELS_1K, PIXELS_1K_STRIPS, PIXELS_2_5, PIXELS_512_STRIPS } from './pixels.ts';
import { BANK, dated, tokenPrices, tokensByTier } from './prices.ts';

const TIERS_1K_TO_4K = [
  { name: '1K', scale: 1 },
  { name: '2K', scale: 2 },
  { name: '4K', scale: 4 },
];

function drawing(size: SizeRule, maxInputs: number): ImageCapability {
  return {
    tasks: ['generate', 'edit'],
    size,
    maxCount: 1,
    quality: { kind: 'resolution' },
    background: { native: [], transparent: 'never' },
    // quirk(gemini): PNG or JPEG is the model's choice; the field exists on Vertex only — gemini-images.md §9, seen 2026-11
    format: { native: [], compression: false },
    inputFidelity: [],
    moderation: 'approximate',
    mask: 'reference',
    watermark: { visible: 'overlay', invisible: 'SynthID' },
    seed: true,
    negativePrompt: false,
    styles: [],
    maxPartials: 0,
    stream: true,
    inputs: {
      max: maxInputs,
      mediaTypes: ['image/png', 'image/jpeg', 'image/webp', 'image/heic', 'image/heif'],
    },
  };
}

const chat = (image?: ImageCapability): ChatCapability => ({ vision: true, ...(image && { image }) });

const NANO_BANANA_2_1: ModelCard = {
  id: 'gemini-nano-banana-2.1',
  title: 'Nano Banana 2.1',
  // quirk(gemini): 2.1 dropped the tier 512 that 3.1 had — gemini-images.md §2, seen 2026-11
  chat: chat(drawing({ kind: 'ratio', ratios: PIXELS_1K_STRIPS, tiers: TIERS_1K_TO_4K }, 14)),
  prices: tokenPrices({ input: 1.5, output: 7.5, drawn: 30 }),
  pictureTokens: tokensByTier({ '1K': 1120, '2K': 1680, '4K': 2520 }),
};

const PRO_IMAGE: ModelCard = {
  id: 'gemini-3-pro-image',
  title: 'Nano Banana Pro',
  chat: chat(drawing({ kind: 'ratio', ratios: PIXELS_1K, tiers: TIERS_1K_TO_4K }, 14)),
  prices: tokenPrices({ input: 2, output: 12, drawn: 120 }),
  pictureTokens: tokensByTier({ '1K': 1120, '2K': 1120, '4K': 2000 }),
};

// UNVERIFIED: ratios and number of inputs are the cautious common ones.
const FLASH_LITE_IMAGE: ModelCard = {
  id: 'gemini-3.1-flash-lite-image',
  title: 'Gemini 3.1 Flash Lite Image',
  chat: chat(drawing({ kind: 'ratio', ratios: PIXELS_1K, tiers: [{ name: '1K', scale: 1 }] }, 3)),
  prices: tokenPrices({ input: 0.25, output: 1.5, drawn: 30 }, BANK),
  pictureTokens: tokensByTier({ '1K': 1120 }),
};

const FLASH_IMAGE: ModelCard = {
  id: 'gemini-3.1-flash-image',
  title: 'Nano Banana 2',
  chat: chat(
    drawing(
      {
        kind: 'ratio',
        ratios: PIXELS_512_STRIPS,
        tiers: [
          { name: '512', scale: 1 },
          { name: '1K', scale: 2 },
          { name: '2K', scale: 4 },
          { name: '4K', scale: 8 },
        ],
      },
      14,
    ),
  ),
  prices: tokenPrices({ input: 0.5, output: 3, drawn: 60 }, BANK),
  pictureTokens: tokensByTier({ '512': 747, '1K': 1120, '2K': 1680, '4K': 2520 }),
  retired: '2026-10-29',
  successor: 'gemini-nano-banana-2.1',
};

const FLASH_IMAGE_2_5: ModelCard = {
  id: 'gemini-2.5-flash-image',
  title: 'Nano Banana',
  // quirk(gemini): 2.5 refuses imageSize, so its only tier has no name — gemini-images.md §3, seen 2026-11
  chat: chat(drawing({ kind: 'ratio', ratios: PIXELS_2_5, tiers: [{ name: '', scale: 1 }] }, 3)),
  prices: tokenPrices({ input: 0.3, output: 2.5, drawn: 30 }),
  pictureTokens: [{ tokens: 1290 }],
};

const text = (id: string, title: string, prices: readonly Price[]): ModelCard => ({
  id,
  title,
  chat: chat(),
  prices,
});

/** Newest first. */
export const MODELS: readonly ModelCard[] = [
  NANO_BANANA_2_1,
  PRO_IMAGE,
  FLASH_LITE_IMAGE,
  FLASH_IMAGE,
  FLASH_IMAGE_2_5,
  text('gemini-3.8-flash', 'Gemini 3.8 Flash', [
    ...dated(tokenPrices({ input: 0.75, cached: 0.075, output: 3.75 }, BANK), { until: '2026-12-31' }),
    ...dated(tokenPrices({ input: 1.5, cached: 0.15, output: 7.5 }, BANK), { from: '2027-01-01' }),
  ]),
  text('gemini-3.5-flash', 'Gemini 3.5 Flash', tokenPrices({ input: 1.5, cached: 0.15, output: 9 }, BANK)),
  text(
    'gemini-3.5-flash-lite',
    'Gemini 3.5 Flash-Lite',
    tokenPrices({ input: 0.3, cached: 0.03, output: 2.5 }, BANK),
  ),
  text(
    'gemini-3.1-pro-preview',
    'Gemini 3.1 Pro',
    tokenPrices({ input: 2, cached: 0.2, output: 12, long: { input: 4, cached: 0.4, output: 18 } }, BANK),
  ),
  // UNVERIFIED: what cached tokens of the 2.5 models cost; sources differ, so there is no price.
  text(
    'gemini-2.5-pro',
    'Gemini 2.5 Pro',
    tokenPrices({ input: 1.25, output: 10, long: { input: 2.5, output: 15 } }, BANK),
  ),
  text('gemini-2.5-flash', 'Gemini 2.5 Flash', tokenPrices({ input: 0.3, output: 2.5 }, BANK)),
];

/** The first pattern that fits an unknown id names the card to borrow; the nicknames are in wide use too. */
const FAMILIES: readonly (readonly [RegExp, ModelCard])[] = [
  [/nano-banana-2\.1/, NANO_BANANA_2_1],
  [/nano-banana-pro|gemini-3[\d.]*-pro.*image/, PRO_IMAGE],
  [/nano-banana-2-lite|gemini-3[\d.]*-flash-lite.*image/, FLASH_LITE_IMAGE],
  [/nano-banana-2|gemini-3\.1-flash.*image/, FLASH_IMAGE],
  [/gemini-[3-9].*image/, PRO_IMAGE],
  [/nano-banana|image/, FLASH_IMAGE_2_5],
];

const TEXT_ONLY: ModelCard = { id: '', chat: chat() };

/** The card of an exact id, else what its family is known to do under that id, without prices. */
export function cardOf(model: string): ModelCard {
  const id = model.replace(/^(models|google)\//, '');
  const exact = MODELS.find((card) => card.id === id);
  if (exact) return exact;
  const family = FAMILIES.find(([pattern]) => pattern.test(id))?.[1] ?? TEXT_ONLY;
  const { prices: _, title: __, ...known } = family;
  return { ...known, id };
}

/** Gemini 3 signs its pictures and refuses its own pictures unsigned; 2.x knows no signatures. */
export const signsPictures = isThird;
