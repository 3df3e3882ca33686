import type { ImageCapability, ModelCard, QualityRule, SizeRule } from '../../contract/capability.ts';
import {
  GPT_IMAGE_1_MINI_PRICES,
  GPT_IMAGE_1_PRICES,
  GPT_IMAGE_2_PRICES,
  GPT_IMAGE_15_PRICES,
  GPT_IMAGE_25_PRICES,
} from './image-prices.ts';

/** quirk(openai): 256 and 512 squares are below the smallest legal picture of every live model. — images spec §9, seen 2026-11 */
const FREE_SIZE: SizeRule = {
  kind: 'free',
  multiple: 16,
  minPixels: 655_360,
  maxPixels: 8_294_400,
  maxEdge: 3840,
  maxRatio: 3,
};
const THREE_SIZES: SizeRule = { kind: 'fixed', sizes: ['1024x1024', '1536x1024', '1024x1536'] };

/** quirk(openai): `hd` and `standard` are dall-e-3 words that live models refuse. — images spec §9, seen 2026-11 */
const THREE_QUALITIES = {
  auto: 'auto',
  low: 'low',
  medium: 'medium',
  high: 'high',
  hd: 'high',
  standard: 'medium',
};
const QUALITY: QualityRule = { kind: 'native', map: THREE_QUALITIES, fallback: 'auto' };
const FINE_QUALITY: QualityRule = {
  kind: 'native',
  map: { ...THREE_QUALITIES, xhigh: 'xhigh', max: 'max' },
  fallback: 'auto',
};

/** What every GPT image model shares. */
const GPT_IMAGE: ImageCapability = {
  tasks: ['generate', 'edit'],
  size: FREE_SIZE,
  maxCount: 10,
  quality: QUALITY,
  background: { native: ['auto', 'opaque', 'transparent'], transparent: 'always' },
  format: { native: ['png', 'jpeg', 'webp'], compression: true },
  inputFidelity: [],
  moderation: 'native',
  mask: 'alpha',
  watermark: { visible: 'overlay' },
  seed: false,
  negativePrompt: false,
  styles: [],
  maxPartials: 3,
  stream: true,
  inputs: { max: 16, mediaTypes: ['image/png', 'image/jpeg', 'image/webp'], maxBytes: 50_000_000 },
  maxPrompt: 32_000,
};

/**
 * quirk(openai): leaving the quality to 2.6 costs as much as `high` and more. — reported, images spec §2, seen 2026-11
 * Transparent backgrounds on 2.6 are UNVERIFIED; 2.5 has them.
 */
export const GPT_IMAGE_26: ImageCapability = {
  ...GPT_IMAGE,
  quality: { ...FINE_QUALITY, fallback: 'medium' },
};
export const GPT_IMAGE_25: ImageCapability = { ...GPT_IMAGE, quality: FINE_QUALITY };
/** Transparent backgrounds are a preview since 2026-08-20: accounts without it get a 400 that says so. */
export const GPT_IMAGE_2: ImageCapability = GPT_IMAGE;
export const GPT_IMAGE_15: ImageCapability = {
  ...GPT_IMAGE,
  size: THREE_SIZES,
  inputFidelity: ['low', 'high'],
};
export const GPT_IMAGE_1_MINI: ImageCapability = { ...GPT_IMAGE_15, inputFidelity: ['low'] };
/** What every GPT image model takes: for ids that nobody knows. */
export const UNKNOWN_IMAGE: ImageCapability = {
  ...GPT_IMAGE_15,
  inputFidelity: [],
  background: { native: ['auto', 'opaque'], transparent: 'never' },
};

const DALL_E: ImageCapability = {
  ...GPT_IMAGE,
  tasks: ['generate'],
  background: { native: [], transparent: 'never' },
  format: { native: [], compression: false },
  moderation: 'none',
  maxPartials: 0,
  stream: false,
};
export const DALL_E_3: ImageCapability = {
  ...DALL_E,
  size: { kind: 'fixed', sizes: ['1024x1024', '1792x1024', '1024x1792'] },
  maxCount: 1,
  quality: {
    kind: 'native',
    map: {
      auto: 'standard',
      low: 'standard',
      medium: 'standard',
      standard: 'standard',
      high: 'hd',
      hd: 'hd',
    },
    fallback: 'standard',
  },
  styles: ['vivid', 'natural'],
  inputs: { max: 0, mediaTypes: [] },
  maxPrompt: 4_000,
};
export const DALL_E_2: ImageCapability = {
  ...DALL_E,
  tasks: ['generate', 'edit'],
  size: { kind: 'fixed', sizes: ['256x256', '512x512', '1024x1024'] },
  quality: { kind: 'none' },
  inputs: { max: 1, mediaTypes: ['image/png'], maxBytes: 4_000_000 },
  maxPrompt: 1_000,
};

const card = (id: string, image: ImageCapability, more: Partial<ModelCard> = {}): ModelCard => ({
  id,
  image,
  ...more,
});

/** Newest first. */
export const IMAGE_MODELS: readonly ModelCard[] = [
  card('gpt-image-2.6-sunburst', GPT_IMAGE_26, {
    title: 'GPT Image 2.6 Sunburst',
    prices: GPT_IMAGE_25_PRICES,
  }),
  card('gpt-image-2.6-flare', GPT_IMAGE_26, { title: 'GPT Image 2.6 Flare', prices: GPT_IMAGE_25_PRICES }),
  card('gpt-image-2.5-sunburst', GPT_IMAGE_25, {
    title: 'GPT Image 2.5 Sunburst',
    prices: GPT_IMAGE_25_PRICES,
  }),
  card('gpt-image-2.5-flare', GPT_IMAGE_25, { title: 'GPT Image 2.5 Flare', prices: GPT_IMAGE_25_PRICES }),
  card('gpt-image-2', GPT_IMAGE_2, { title: 'GPT Image 2', prices: GPT_IMAGE_2_PRICES }),
  card('gpt-image-1.5', GPT_IMAGE_15, {
    title: 'GPT Image 1.5',
    prices: GPT_IMAGE_15_PRICES,
  }),
  card('gpt-image-1-mini', GPT_IMAGE_1_MINI, {
    title: 'GPT Image 1 mini',
    prices: GPT_IMAGE_1_MINI_PRICES,
  }),
  card('chatgpt-image-latest', UNKNOWN_IMAGE, { title: 'ChatGPT Image (latest)' }),
  card('gpt-image-1', GPT_IMAGE_15, {
    title: 'GPT Image 1',
    prices: GPT_IMAGE_1_PRICES,
    retired: '2026-10-23',
    successor: 'gpt-image-2.5-flare',
  }),
  card('dall-e-3', DALL_E_3, { title: 'DALL·E 3', retired: '2026-05-12', successor: 'gpt-image-2' }),
  card('dall-e-2', DALL_E_2, { title: 'DALL·E 2', retired: '2026-05-12', successor: 'gpt-image-2' }),
];
