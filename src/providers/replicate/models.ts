import type { ModelCard } from '../../contract/capability.ts';
import { ANY_FAMILY, FAMILIES, type ReplicateFamily } from './families.ts';

const CATALOGUE: readonly (readonly [id: string, title: string])[] = [
  ['black-forest-labs/flux-2-pro', 'FLUX.2 [pro] at Replicate'],
  ['black-forest-labs/flux-2-max', 'FLUX.2 [max] at Replicate'],
  ['black-forest-labs/flux-2-flex', 'FLUX.2 [flex] at Replicate'],
  ['black-forest-labs/flux-2-dev', 'FLUX.2 [dev] at Replicate'],
  ['google/nano-banana-pro', 'Nano Banana Pro at Replicate'],
  ['google/nano-banana-2', 'Nano Banana 2 at Replicate'],
  ['google/nano-banana', 'Nano Banana at Replicate'],
  ['qwen/qwen-image-2512', 'Qwen-Image 2512 at Replicate'],
  ['qwen/qwen-image', 'Qwen-Image at Replicate'],
  ['black-forest-labs/flux-dev', 'FLUX.1 [dev] at Replicate'],
  ['black-forest-labs/flux-schnell', 'FLUX.1 [schnell] at Replicate'],
];

export const familyOf = (id: string): ReplicateFamily =>
  FAMILIES.find(({ pattern }) => pattern.test(id)) ?? ANY_FAMILY;

export const MODELS: readonly ModelCard[] = CATALOGUE.map(([id, title]) => ({
  id,
  title,
  image: familyOf(id).image,
}));

export const cardOf = (id: string): ModelCard =>
  MODELS.find((card) => card.id === id) ?? { id, image: familyOf(id).image };
