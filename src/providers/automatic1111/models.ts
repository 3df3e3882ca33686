import { type ImageCapability, type ModelCard, PROMPT_ONLY } from '../../contract/capability.ts';

/** Means: whatever checkpoint the server has loaded. */
export const LOADED = 'loaded-checkpoint';

/** A checkpoint's own abilities are unknown; this is what the server does with any. */
const CHECKPOINT: ImageCapability = {
  ...PROMPT_ONLY,
  tasks: ['generate', 'edit'],
  size: {
    kind: 'free',
    multiple: 8,
    minPixels: 64 * 64,
    // Larger ones are legal, but repeat their subject; what is asked beyond is enlarged.
    maxPixels: 2_097_152,
    minEdge: 64,
    maxEdge: 2048,
    maxRatio: 4,
  },
  maxCount: 4,
  quality: { kind: 'resolution' },
  // How much noise the edited picture gets.
  inputFidelity: ['low', 'high'],
  mask: 'alpha',
  seed: true,
  negativePrompt: true,
  inputs: { max: 1, mediaTypes: ['image/png', 'image/jpeg', 'image/webp'] },
};

export const cardOf = (id: string): ModelCard =>
  MODELS.find((card) => card.id === id) ?? { id, image: CHECKPOINT };

export const MODELS: readonly ModelCard[] = [
  { id: LOADED, title: 'The checkpoint that is loaded', image: CHECKPOINT },
];
