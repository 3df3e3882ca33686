import {
  type ImageCapability,
  type ModelCard,
  PROMPT_ONLY,
  type Price,
  type SizeRule,
} from '../../contract/capability.ts';

const COMMON = {
  ...PROMPT_ONLY,
  quality: { kind: 'resolution' },
  format: { native: ['png', 'jpeg'], compression: false },
  seed: true,
} as const satisfies Partial<ImageCapability>;

const inputs = (max: number): ImageCapability['inputs'] => ({
  max,
  mediaTypes: ['image/png', 'image/jpeg', 'image/webp'],
  // quirk(bfl): 20 MB or 20 megapixels per picture — BFL API reference, seen 2026-11
  maxBytes: 20_000_000,
});

/**
 * quirk(bfl): any size in steps of 16 up to 4 megapixels; the published ranges differ, this is what all of them allow
 * — BFL FLUX.2 overview, Comfy's copy of the schema, seen 2026-11
 */
const FREE: SizeRule = {
  kind: 'free',
  multiple: 16,
  minPixels: 65_536,
  maxPixels: 4_194_304,
  minEdge: 256,
  maxEdge: 2048,
  maxRatio: 8,
};

const flux2 = (most: number): ImageCapability => ({
  ...COMMON,
  tasks: ['generate', 'edit'],
  size: FREE,
  // quirk(bfl): `safety_tolerance` goes from 0, strict, to 5; 2 when nothing is said — BFL API reference, seen 2026-11
  moderation: 'approximate',
  inputs: inputs(most),
});

/** quirk(bfl): Kontext takes a ratio between 3:7 and 7:3 and draws about a megapixel — BFL API reference, seen 2026-11 */
const KONTEXT: ImageCapability = {
  ...COMMON,
  tasks: ['generate', 'edit'],
  size: {
    kind: 'ratio',
    // UNVERIFIED: the exact pixels.
    ratios: {
      '1:1': { width: 1024, height: 1024 },
      '4:3': { width: 1184, height: 880 },
      '3:4': { width: 880, height: 1184 },
      '3:2': { width: 1248, height: 832 },
      '2:3': { width: 832, height: 1248 },
      '16:9': { width: 1392, height: 752 },
      '9:16': { width: 752, height: 1392 },
      '21:9': { width: 1568, height: 672 },
      '9:21': { width: 672, height: 1568 },
    },
    tiers: [{ name: '', scale: 1 }],
  },
  // quirk(bfl): an edit of Kontext's allows no tolerance above the default — BFL API reference, seen 2026-11
  moderation: 'none',
  inputs: inputs(1),
};

const FLUX_1_1: ImageCapability = {
  ...COMMON,
  tasks: ['generate'],
  size: {
    kind: 'free',
    multiple: 32,
    minPixels: 65_536,
    maxPixels: 2_073_600,
    minEdge: 256,
    maxEdge: 1440,
    maxRatio: 5.5,
  },
  moderation: 'approximate',
  inputs: { max: 0, mediaTypes: [] },
};

/** What the first megapixel costs; further ones and pictures to edit cost less. The answer itself tells the bill. */
const price = (usd: number, per: Price['per']): readonly Price[] => [
  {
    what: 'output_image',
    per,
    usd,
    approximate: true,
    source: 'BFL pricing page, first megapixel, seen 2026-11',
  },
];

/** The models are the API's paths. */
export const MODELS: readonly ModelCard[] = [
  { id: 'flux-2-pro', title: 'FLUX.2 [pro]', image: flux2(8), prices: price(0.03, 'megapixel') },
  { id: 'flux-2-max', title: 'FLUX.2 [max]', image: flux2(8), prices: price(0.07, 'megapixel') },
  { id: 'flux-2-flex', title: 'FLUX.2 [flex]', image: flux2(8), prices: price(0.05, 'megapixel') },
  { id: 'flux-2-klein-9b', title: 'FLUX.2 [klein] 9B', image: flux2(4), prices: price(0.015, 'megapixel') },
  { id: 'flux-2-klein-4b', title: 'FLUX.2 [klein] 4B', image: flux2(4), prices: price(0.014, 'megapixel') },
  { id: 'flux-kontext-max', title: 'FLUX.1 Kontext [max]', image: KONTEXT },
  { id: 'flux-kontext-pro', title: 'FLUX.1 Kontext [pro]', image: KONTEXT },
  { id: 'flux-pro-1.1', title: 'FLUX 1.1 [pro]', image: FLUX_1_1 },
];

/** Families by name, so that previews and versions to come work too. */
export function cardOf(id: string): ModelCard {
  const known = MODELS.find((card) => card.id === id);
  if (known) return known;
  if (/kontext/.test(id)) return { id, image: KONTEXT };
  if (/^flux-(pro|dev)/.test(id)) return { id, image: FLUX_1_1 };
  return { id, image: flux2(/klein/.test(id) ? 4 : 8) };
}
