import { type ImageCapability, PROMPT_ONLY, type SizeRule } from '../../contract/capability.ts';
import type { TreeObject } from '../../contract/tree.ts';

/** Models with the same input. Facts of all: the models' API pages on replicate.com, seen 2026-11. */
export interface ReplicateFamily {
  readonly pattern: RegExp;
  readonly image: ImageCapability;
  /** Field for the pictures, a list. */
  readonly sources?: string;
  /** Field for the number of pictures. */
  readonly count?: string;
  /** Fields for a lax content check. */
  readonly lax?: TreeObject;
  /** A size in pixels needs `aspect_ratio: custom` beside it. */
  readonly custom?: boolean;
  /** Takes whatever the client says beyond our own words. */
  readonly open?: boolean;
}

const TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];

const BASE = {
  ...PROMPT_ONLY,
  quality: { kind: 'resolution' },
  format: { native: ['png', 'jpeg', 'webp'], compression: true },
  moderation: 'approximate',
  seed: true,
} as const satisfies Partial<ImageCapability>;

const editing = (max: number): Pick<ImageCapability, 'tasks' | 'inputs'> => ({
  tasks: ['generate', 'edit'],
  inputs: { max, mediaTypes: TYPES },
});

const pixels = (multiple: number, maxEdge: number): SizeRule => ({
  kind: 'free',
  multiple,
  minPixels: 65_536,
  maxPixels: Math.min(maxEdge * maxEdge, 4_194_304),
  minEdge: 256,
  maxEdge,
  maxRatio: 5,
});

/** About a megapixel. UNVERIFIED: the exact pixels; what comes is measured anyway. */
const ratios = (tiers: readonly string[]): SizeRule => ({
  kind: 'ratio',
  ratios: {
    '1:1': { width: 1024, height: 1024 },
    '4:3': { width: 1152, height: 896 },
    '3:4': { width: 896, height: 1152 },
    '3:2': { width: 1216, height: 832 },
    '2:3': { width: 832, height: 1216 },
    '5:4': { width: 1088, height: 896 },
    '4:5': { width: 896, height: 1088 },
    '16:9': { width: 1344, height: 768 },
    '9:16': { width: 768, height: 1344 },
    '21:9': { width: 1536, height: 640 },
  },
  tiers: tiers.map((name, at) => ({ name, scale: 2 ** at })),
});

const UNCHECKED = { disable_safety_checker: true };

/** A model belongs to the first family whose pattern it matches. */
export const FAMILIES: readonly ReplicateFamily[] = [
  {
    pattern: /^black-forest-labs\/flux-2-(pro|max|flex)/,
    image: { ...BASE, ...editing(8), size: pixels(32, 2048) },
    sources: 'input_images',
    lax: { safety_tolerance: 5 },
    custom: true,
  },
  {
    pattern: /^black-forest-labs\/flux-2-dev/,
    image: { ...BASE, ...editing(4), size: pixels(32, 1440) },
    sources: 'input_images',
    lax: UNCHECKED,
    custom: true,
  },
  {
    pattern: /^black-forest-labs\/flux-(schnell|dev)(:|$)/,
    image: { ...BASE, size: ratios(['']), maxCount: 4 },
    count: 'num_outputs',
    lax: UNCHECKED,
  },
  {
    pattern: /^google\/nano-banana/,
    image: {
      ...BASE,
      ...editing(14),
      // The first version takes no resolution, later ones do; an absent one is 1K everywhere.
      size: ratios(['']),
      format: { native: ['png', 'jpeg'], compression: false },
      seed: false,
      moderation: 'none',
      watermark: { visible: 'overlay', invisible: 'SynthID' },
    },
    sources: 'image_input',
  },
  {
    pattern: /^qwen\/qwen-image-2512/,
    image: { ...BASE, size: pixels(16, 2048), negativePrompt: true },
    lax: UNCHECKED,
    custom: true,
  },
  {
    pattern: /^qwen\/qwen-image(:|$)/,
    image: { ...BASE, size: ratios(['']) },
    lax: UNCHECKED,
  },
];

/** For models nobody has described here: the prompt is all that is sure; fields of its own the client may add. */
export const ANY_FAMILY: ReplicateFamily = {
  pattern: /^/,
  image: {
    ...BASE,
    size: { kind: 'none' },
    quality: { kind: 'none' },
    format: { native: [], compression: false },
    seed: false,
    moderation: 'none',
  },
  open: true,
};
