import { type ImageCapability, type ModelCard, PROMPT_ONLY } from '../../contract/capability.ts';

/** What the server does with any model. */
const LOADED: ImageCapability = {
  ...PROMPT_ONLY,
  tasks: ['generate', 'edit'],
  size: {
    kind: 'free',
    multiple: 64,
    minPixels: 256 * 256,
    // Larger ones are legal, but models repeat their subject; what is asked beyond is enlarged.
    maxPixels: 2_097_152,
    minEdge: 256,
    maxEdge: 2048,
    maxRatio: 4,
  },
  maxCount: 4,
  quality: { kind: 'resolution' },
  // WebP only when it draws, not when it edits.
  format: { native: ['png', 'jpeg'], compression: true },
  // Its mask is black and white; as a further picture it reaches the models that look at several.
  mask: 'reference',
  seed: true,
  negativePrompt: true,
  inputs: { max: 4, mediaTypes: ['image/png', 'image/jpeg'] },
};

/** quirk(stable-diffusion-cpp): one model is loaded at the start and called this; no other can be asked for — stable-diffusion.cpp routes_openai.cpp, seen 2026-11 */
export const MODELS: readonly ModelCard[] = [
  { id: 'sd-cpp-local', title: 'The model that is loaded', image: LOADED },
];

export const cardOf = (id: string): ModelCard =>
  MODELS.find((card) => card.id === id) ?? { id, image: LOADED };
