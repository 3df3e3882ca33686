import type { ModelCard } from '../../contract/capability.ts';
import { ANY_EDITOR, ANY_FAMILY, FAMILIES, type FalFamily } from './families.ts';

const CATALOGUE: readonly (readonly [id: string, title: string])[] = [
  ['fal-ai/flux-2-pro', 'FLUX.2 [pro] at fal'],
  ['fal-ai/flux-2-max', 'FLUX.2 [max] at fal'],
  ['fal-ai/flux-2-flex', 'FLUX.2 [flex] at fal'],
  ['fal-ai/flux-2', 'FLUX.2 [dev] at fal'],
  ['fal-ai/nano-banana-2', 'Nano Banana 2 at fal'],
  ['fal-ai/nano-banana-pro', 'Nano Banana Pro at fal'],
  ['fal-ai/nano-banana', 'Nano Banana at fal'],
  ['fal-ai/bytedance/seedream/v4.5/text-to-image', 'Seedream 4.5 at fal'],
  ['fal-ai/qwen-image', 'Qwen-Image at fal'],
  ['fal-ai/z-image/turbo', 'Z-Image Turbo at fal'],
  ['fal-ai/flux/dev', 'FLUX.1 [dev] at fal'],
  ['fal-ai/flux/schnell', 'FLUX.1 [schnell] at fal'],
];

/** One name for drawing and editing, though fal has an endpoint for each. */
export const MODELS: readonly ModelCard[] = CATALOGUE.map(([id, title]) => ({
  id,
  title,
  image: familyOf(id).image,
}));

export const cardOf = (id: string): ModelCard =>
  MODELS.find((card) => card.id === id) ?? { id, image: familyOf(id).image };

export function familyOf(id: string): FalFamily {
  const known = FAMILIES.find(({ pattern }) => pattern.test(id));
  if (known) return known;
  return /(^|[/-])(edit|image-to-image|inpaint\w*|redux|kontext)([/-]|$)/.test(id) ? ANY_EDITOR : ANY_FAMILY;
}
