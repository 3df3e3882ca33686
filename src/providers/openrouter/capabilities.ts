import { type ImageCapability, PROMPT_ONLY, type SizeRule } from '../../contract/capability.ts';
import {
  PIXELS_COMMON,
  PIXELS_GEMINI_2_5,
  PIXELS_GEMINI_3,
  PIXELS_GEMINI_3_FLASH,
  PIXELS_SEEDREAM,
} from './pixels.ts';

const inputs = (max: number): ImageCapability['inputs'] => ({
  max,
  mediaTypes: ['image/png', 'image/jpeg', 'image/webp', 'image/gif'],
});

/** One size for each ratio: the model takes no tier, or its default one is all we ask for. */
const oneTier = (ratios: Extract<SizeRule, { kind: 'ratio' }>['ratios']): SizeRule => ({
  kind: 'ratio',
  ratios,
  tiers: [{ name: '', scale: 1 }],
});

/** What a model nobody knows is asked for: a prompt, a common ratio, one picture to look at. */
export const CAUTIOUS: ImageCapability = {
  ...PROMPT_ONLY,
  tasks: ['generate', 'edit'],
  size: oneTier(PIXELS_COMMON),
  inputs: inputs(1),
};

// --- Google ---------------------------------------------------------------------------------------------------

const GEMINI: ImageCapability = {
  ...CAUTIOUS,
  quality: { kind: 'resolution' },
  watermark: { visible: 'overlay', invisible: 'SynthID' },
  // Best effort: on the Images API for every model, in chat where a model lists it, as Google's do — model pages, seen 2026-11
  seed: true,
  stream: true,
  inputs: inputs(14),
};

const TIERS = [
  { name: '1K', scale: 1 },
  { name: '2K', scale: 2 },
  { name: '4K', scale: 4 },
];
const flashTiers = (smallest: string) => [
  { name: smallest, scale: 1 },
  ...TIERS.map(({ name, scale }) => ({ name, scale: scale * 2 })),
];

export const GEMINI_2_5: ImageCapability = { ...GEMINI, size: oneTier(PIXELS_GEMINI_2_5), inputs: inputs(3) };
export const GEMINI_3_PRO: ImageCapability = {
  ...GEMINI,
  size: { kind: 'ratio', ratios: PIXELS_GEMINI_3, tiers: TIERS },
};
export const GEMINI_3_FLASH: ImageCapability = {
  ...GEMINI,
  // quirk(openrouter): chat calls the smallest tier 0.5K, the Images API (and Google) 512 — Images API catalogue, seen 2026-11
  size: { kind: 'ratio', ratios: PIXELS_GEMINI_3_FLASH, tiers: flashTiers('0.5K') },
};
export const GEMINI_3_FLASH_IMAGES: ImageCapability = {
  ...GEMINI_3_FLASH,
  size: { kind: 'ratio', ratios: PIXELS_GEMINI_3_FLASH, tiers: flashTiers('512') },
};
/** Flash lite and versions to come: ratios without a tier. */
export const GEMINI_ANY: ImageCapability = { ...GEMINI, size: oneTier(PIXELS_GEMINI_3), inputs: inputs(3) };

// --- OpenAI ---------------------------------------------------------------------------------------------------

const OPENAI: ImageCapability = {
  ...CAUTIOUS,
  size: { kind: 'fixed', sizes: ['1024x1024', '1536x1024', '1024x1536'] },
  quality: {
    kind: 'native',
    map: { auto: 'auto', low: 'low', medium: 'medium', high: 'high', hd: 'high', standard: 'medium' },
    fallback: 'auto',
  },
  background: { native: ['auto', 'opaque', 'transparent'], transparent: 'always' },
  format: { native: ['png', 'jpeg', 'webp'], compression: true },
  moderation: 'native',
  stream: true,
  inputs: inputs(16),
};
const ANY_PIXELS: SizeRule = {
  kind: 'free',
  multiple: 16,
  minPixels: 655_360,
  maxPixels: 8_294_400,
  maxEdge: 3840,
  maxRatio: 3,
};
const OPAQUE: ImageCapability['background'] = { native: ['auto', 'opaque'], transparent: 'never' };

/** gpt-5-image draws with gpt-image-1. */
export const GPT_5_IMAGE = OPENAI;
/** gpt-5.4-image-2 draws with gpt-image-2, whose transparency is a preview that many accounts lack. */
export const GPT_5_4_IMAGE: ImageCapability = { ...OPENAI, size: ANY_PIXELS, background: OPAQUE };
/** quirk(openrouter): `n` is an upper bound, which OpenAI's models reach and most others refuse above 1 — Images API catalogue, seen 2026-09-30 */
const images = (from: ImageCapability): ImageCapability => ({ ...from, maxCount: 10, maxPartials: 3 });
export const GPT_IMAGE_1 = images(OPENAI);
export const GPT_IMAGE_2: ImageCapability = {
  ...images(GPT_5_4_IMAGE),
  // quirk(openrouter): the catalogue lists no output formats for gpt-image-2 — Images API catalogue, seen 2026-09-30
  format: { native: [], compression: false },
};
export const GPT_IMAGE_2_5 = images({ ...OPENAI, size: ANY_PIXELS });

// --- Others, on the Images API only ---------------------------------------------------------------------------

export const SEEDREAM: ImageCapability = {
  ...CAUTIOUS,
  size: oneTier(PIXELS_SEEDREAM),
  quality: { kind: 'resolution' },
  inputs: inputs(10),
};
export const SEEDREAM_4_5: ImageCapability = { ...SEEDREAM, seed: true, inputs: inputs(14) };
export const FLUX: ImageCapability = { ...CAUTIOUS, inputs: inputs(4) };
export const FLUX_2_PRO: ImageCapability = {
  ...FLUX,
  seed: true,
  format: { native: ['png', 'jpeg'], compression: false },
  inputs: inputs(8),
};
