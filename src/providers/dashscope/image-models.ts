import type { ModelCard } from '../../contract/capability.ts';
import { pictureFamily } from './image-families.ts';

const CATALOGUE: readonly (readonly [id: string, title: string])[] = [
  ['qwen-image-3.0-pro', 'Qwen-Image 3.0 Pro'],
  ['qwen-image-3.0', 'Qwen-Image 3.0'],
  ['qwen-image-2.0-pro', 'Qwen-Image 2.0 Pro'],
  ['qwen-image-2.0', 'Qwen-Image 2.0'],
  ['qwen-image-max', 'Qwen-Image Max'],
  ['qwen-image-plus', 'Qwen-Image Plus'],
  ['qwen-image-edit-max', 'Qwen-Image Edit Max'],
  ['qwen-image-edit-plus', 'Qwen-Image Edit Plus'],
  ['wan2.6-t2i', 'Wan 2.6'],
  ['wan2.6-image', 'Wan 2.6 (editing)'],
  ['wan2.5-t2i-preview', 'Wan 2.5'],
];

/** Undefined for models that do not draw. */
export function imageCard(id: string): ModelCard | undefined {
  const image = pictureFamily(id)?.image;
  const title = CATALOGUE.find(([known]) => known === id)?.[1];
  return image && { id, ...(title !== undefined && { title }), image };
}

export const IMAGE_MODELS: readonly ModelCard[] = CATALOGUE.flatMap(([id]) => imageCard(id) ?? []);
