import { type ImageCapability, PROMPT_ONLY, type SizeRule } from '../../contract/capability.ts';
import type { TreeObject } from '../../contract/tree.ts';

/**
 * Endpoints that take the same fields. Facts of all: @fal-ai/client 1.10.1, types of the endpoints, seen 2026-11.
 */
export interface FalFamily {
  /** Matches an endpoint's id, without the ending that means editing. */
  readonly pattern: RegExp;
  readonly image: ImageCapability;
  /** The endpoint that edits; absent where the family only generates. */
  readonly editor?: (id: string) => string;
  /** How pictures go in. */
  readonly sources: 'image_urls' | 'image_url';
  /** Fields for a lax content check. */
  readonly lax: TreeObject;
}

const TYPES = ['image/png', 'image/jpeg', 'image/webp'];

const BASE = {
  ...PROMPT_ONLY,
  maxCount: 4,
  quality: { kind: 'resolution' },
  format: { native: ['png', 'jpeg'], compression: false },
  moderation: 'approximate',
  seed: true,
} as const satisfies Partial<ImageCapability>;

const pixels = (minEdge: number, maxEdge: number): SizeRule => ({
  kind: 'free',
  multiple: 16,
  minPixels: minEdge * minEdge,
  maxPixels: maxEdge * maxEdge,
  minEdge,
  maxEdge,
  maxRatio: 4,
});

/** Gemini's own pixels, which fal hands through. UNVERIFIED at fal; what comes is measured anyway. */
const bananaSize = (tiers: readonly string[]): SizeRule => ({
  kind: 'ratio',
  ratios: {
    '1:1': { width: 1024, height: 1024 },
    '4:3': { width: 1184, height: 864 },
    '3:4': { width: 864, height: 1184 },
    '3:2': { width: 1248, height: 832 },
    '2:3': { width: 832, height: 1248 },
    '5:4': { width: 1152, height: 896 },
    '4:5': { width: 896, height: 1152 },
    '16:9': { width: 1344, height: 768 },
    '9:16': { width: 768, height: 1344 },
    '21:9': { width: 1536, height: 672 },
  },
  tiers: tiers.map((name, at) => ({ name, scale: 2 ** at })),
});

const editing = (max: number): Pick<ImageCapability, 'tasks' | 'inputs'> => ({
  tasks: ['generate', 'edit'],
  inputs: { max, mediaTypes: TYPES },
});

const CHECKED = { enable_safety_checker: false };
const suffixed = (id: string): string => `${id}/edit`;

const banana = (tiers: readonly string[]): Omit<FalFamily, 'pattern'> => ({
  image: {
    ...BASE,
    ...editing(10),
    size: bananaSize(tiers),
    format: { native: ['png', 'jpeg', 'webp'], compression: false },
    watermark: { visible: 'overlay', invisible: 'SynthID' },
  },
  editor: suffixed,
  sources: 'image_urls',
  lax: { safety_tolerance: '6' },
});

/** An endpoint belongs to the first family whose pattern it matches. */
export const FAMILIES: readonly FalFamily[] = [
  {
    pattern: /^fal-ai\/flux-2-(pro|max|flex)$/,
    // UNVERIFIED: the most pictures; eight is what the model's maker allows.
    image: { ...BASE, ...editing(8), size: pixels(512, 2048), maxCount: 1 },
    editor: suffixed,
    sources: 'image_urls',
    lax: { safety_tolerance: '5' },
  },
  {
    pattern: /^fal-ai\/flux-2(\/(flash|turbo))?$/,
    image: {
      ...BASE,
      ...editing(4),
      size: pixels(512, 2048),
      format: { native: ['png', 'jpeg', 'webp'], compression: false },
    },
    editor: suffixed,
    sources: 'image_urls',
    lax: CHECKED,
  },
  {
    pattern: /^fal-ai\/(flux\/(dev|schnell|krea)|z-image\/turbo)$/,
    image: { ...BASE, size: pixels(512, 1536) },
    sources: 'image_url',
    lax: CHECKED,
  },
  { pattern: /^fal-ai\/nano-banana-(2|pro)$/, ...banana(['1K', '2K', '4K']) },
  { pattern: /^fal-ai\/nano-banana$/, ...banana(['']) },
  {
    pattern: /^fal-ai\/bytedance\/seedream\/v[45][^/]*(\/lite)?\/text-to-image$/,
    image: {
      ...BASE,
      ...editing(10),
      // quirk(fal): between 2560x1440 and 4096x4096 pixels — Seedream 4.5 endpoint, seen 2026-11
      size: { kind: 'free', multiple: 1, minPixels: 3_686_400, maxPixels: 16_777_216, maxRatio: 16 },
      format: { native: [], compression: false },
      maxCount: 1,
    },
    editor: (id) => id.replace(/text-to-image$/, 'edit'),
    sources: 'image_urls',
    lax: CHECKED,
  },
  {
    pattern: /^fal-ai\/qwen-image$/,
    image: { ...BASE, ...editing(1), size: pixels(512, 1536), negativePrompt: true },
    editor: () => 'fal-ai/qwen-image-edit',
    sources: 'image_url',
    lax: CHECKED,
  },
];

/** For endpoints nobody has described here: what most take. fal ignores fields that an endpoint does not know. UNVERIFIED for each. */
export const ANY_FAMILY: FalFamily = {
  pattern: /^/,
  image: { ...BASE, size: pixels(512, 1536), maxCount: 1, format: { native: [], compression: false } },
  sources: 'image_urls',
  lax: CHECKED,
};

/** The same, for an endpoint whose name says that it edits. */
export const ANY_EDITOR: FalFamily = {
  ...ANY_FAMILY,
  image: { ...ANY_FAMILY.image, tasks: ['edit'], inputs: { max: 4, mediaTypes: TYPES } },
  editor: (id) => id,
};
