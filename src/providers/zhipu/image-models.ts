import { type ImageCapability, type ModelCard, PROMPT_ONLY } from '../../contract/capability.ts';

const BASE = {
  ...PROMPT_ONLY,
  watermark: { visible: 'switch' },
} as const satisfies Partial<ImageCapability>;

/** Facts of both: Zhipu's image generation reference, seen 2026-11. */
const GLM_IMAGE: ImageCapability = {
  ...BASE,
  size: {
    kind: 'free',
    multiple: 32,
    minPixels: 1024 * 1024,
    maxPixels: 4_194_304,
    minEdge: 1024,
    maxEdge: 2048,
    maxRatio: 2,
  },
  // It knows `hd` alone.
  quality: { kind: 'resolution' },
  maxPrompt: 1000,
};

const COGVIEW: ImageCapability = {
  ...BASE,
  size: {
    kind: 'free',
    multiple: 16,
    minPixels: 512 * 512,
    maxPixels: 2_097_152,
    minEdge: 512,
    maxEdge: 2048,
    maxRatio: 4,
  },
  quality: {
    kind: 'native',
    map: { low: 'standard', medium: 'standard', standard: 'standard', high: 'hd', hd: 'hd' },
    fallback: 'standard',
  },
};

export const IMAGE_MODELS: readonly ModelCard[] = [
  { id: 'glm-image', title: 'GLM-Image', image: GLM_IMAGE },
  { id: 'cogview-4-250304', title: 'CogView-4', image: COGVIEW },
  { id: 'cogview-4', title: 'CogView-4', image: COGVIEW },
  { id: 'cogview-3-flash', title: 'CogView-3 Flash', image: COGVIEW },
];

/** Undefined for models that do not draw. */
export function imageCard(id: string): ModelCard | undefined {
  const known = IMAGE_MODELS.find((card) => card.id === id);
  if (known) return known;
  if (/^glm-image/.test(id)) return { id, image: GLM_IMAGE };
  return /^cogview/.test(id) ? { id, image: COGVIEW } : undefined;
}
