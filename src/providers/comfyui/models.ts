import { type ImageCapability, type ModelCard, PROMPT_ONLY } from '../../contract/capability.ts';

/** What a workflow can do nobody knows; this is what the built-in ones do with any checkpoint. */
const WORKFLOW: ImageCapability = {
  ...PROMPT_ONLY,
  tasks: ['generate', 'edit'],
  size: {
    kind: 'free',
    multiple: 16,
    minPixels: 256 * 256,
    // Larger ones are legal, but checkpoints repeat their subject; what is asked beyond is enlarged.
    maxPixels: 2_097_152,
    minEdge: 256,
    maxEdge: 2048,
    maxRatio: 4,
  },
  maxCount: 4,
  quality: { kind: 'resolution' },
  inputFidelity: ['low', 'high'],
  mask: 'alpha',
  seed: true,
  negativePrompt: true,
  inputs: { max: 1, mediaTypes: ['image/png', 'image/jpeg', 'image/webp'] },
};

/** A model is a checkpoint's file name; with a workflow of the operator's own it is what `{{model}}` becomes. */
export const cardOf = (id: string): ModelCard => ({ id, image: WORKFLOW });
