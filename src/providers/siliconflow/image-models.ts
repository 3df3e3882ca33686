import { type ImageCapability, type ModelCard, PROMPT_ONLY } from '../../contract/capability.ts';

const BASE = {
  ...PROMPT_ONLY,
  seed: true,
  negativePrompt: true,
} as const satisfies Partial<ImageCapability>;

const TYPES = ['image/png', 'image/jpeg', 'image/webp'];

/** Sizes are recommended ones: others are taken too, but "for the best quality" these — SiliconFlow Images API, seen 2026-11. */
const KOLORS: ImageCapability = {
  ...BASE,
  size: { kind: 'fixed', sizes: ['1024x1024', '960x1280', '768x1024', '720x1440', '720x1280'] },
  maxCount: 4,
};

const QWEN: ImageCapability = {
  ...BASE,
  size: {
    kind: 'fixed',
    sizes: ['1328x1328', '1664x928', '928x1664', '1472x1140', '1140x1472', '1584x1056', '1056x1584'],
  },
};

/** quirk(siliconflow): the editing models take no size, and the dated one up to three pictures — SiliconFlow Images API, seen 2026-11 */
const editor = (max: number): ImageCapability => ({
  ...BASE,
  tasks: ['edit'],
  size: { kind: 'none' },
  inputs: { max, mediaTypes: TYPES },
});

export const IMAGE_MODELS: readonly ModelCard[] = [
  { id: 'Qwen/Qwen-Image', title: 'Qwen-Image', image: QWEN },
  { id: 'Qwen/Qwen-Image-Edit-2509', title: 'Qwen-Image Edit 2509', image: editor(3) },
  { id: 'Qwen/Qwen-Image-Edit', title: 'Qwen-Image Edit', image: editor(1) },
  { id: 'Kwai-Kolors/Kolors', title: 'Kolors', image: KOLORS },
];

/** Undefined for models that do not draw. */
export function imageCard(id: string): ModelCard | undefined {
  const known = IMAGE_MODELS.find((card) => card.id === id);
  if (known) return known;
  if (/qwen-image-edit/i.test(id)) return { id, image: editor(1) };
  if (/qwen-image/i.test(id)) return { id, image: QWEN };
  return /kolors|flux|stable-diffusion|image/i.test(id) ? { id, image: KOLORS_LIKE } : undefined;
}

/** For models nobody has described here: the one size every picture model draws. */
const KOLORS_LIKE: ImageCapability = {
  ...BASE,
  size: { kind: 'fixed', sizes: ['1024x1024'] },
  negativePrompt: false,
};
