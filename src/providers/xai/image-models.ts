import {
  type ImageCapability,
  type ModelCard,
  PROMPT_ONLY,
  type SizeRule,
} from '../../contract/capability.ts';
import type { Size } from '../../contract/image.ts';

const PIXELS = 1_048_576;

/** A picture of a ratio with about a megapixel, on a grid of 16. UNVERIFIED: the exact pixels; what comes is measured anyway. */
function megapixel(ratio: string): Size {
  const [across = 1, down = 1] = ratio.split(':').map(Number);
  const width = Math.round(Math.sqrt((PIXELS * across) / down) / 16) * 16;
  return { width, height: Math.round(PIXELS / width / 16) * 16 };
}

const RATIOS = '1:1 3:4 4:3 9:16 16:9 2:3 3:2 9:19.5 19.5:9 9:20 20:9 1:2 2:1'.split(' ');

/** quirk(xai): the size is a ratio and a tier; `size` is refused — xAI image guide, AI SDK docs, seen 2026-11 */
const SIZE: SizeRule = {
  kind: 'ratio',
  ratios: Object.fromEntries(RATIOS.map((ratio) => [ratio, megapixel(ratio)])),
  tiers: [
    { name: '1k', scale: 1 },
    { name: '2k', scale: 2 },
  ],
};

const IMAGINE: ImageCapability = {
  ...PROMPT_ONLY,
  tasks: ['generate', 'edit'],
  size: SIZE,
  maxCount: 10,
  quality: { kind: 'resolution' },
  // quirk(xai): the bytes are JPEG as a rule and cannot be chosen — xAI image API, seen 2026-11
  format: { native: [], compression: false },
  inputs: { max: 3, mediaTypes: ['image/png', 'image/jpeg', 'image/webp'] },
};

/** quirk(xai): 2.0 takes `quality` as a price tier, the others do not look at it — Comfy's copy of xAI's reference, seen 2026-11 */
const IMAGINE_2: ImageCapability = {
  ...IMAGINE,
  quality: {
    kind: 'native',
    map: { low: 'low', medium: 'medium', standard: 'medium' },
    fallback: 'medium',
  },
};

/** Without prices: the answer itself tells what a call cost. */
export const IMAGE_MODELS: readonly ModelCard[] = [
  { id: 'grok-imagine-image-2.0', title: 'Grok Imagine 2.0', image: IMAGINE_2 },
  { id: 'grok-imagine-image-quality', title: 'Grok Imagine (quality)', image: IMAGINE },
  { id: 'grok-imagine-image', title: 'Grok Imagine', image: IMAGINE },
];

/** Undefined for models that do not draw. */
export function imageCard(id: string): ModelCard | undefined {
  const known = IMAGE_MODELS.find((card) => card.id === id);
  if (known) return known;
  if (!/image/i.test(id)) return undefined;
  return { id, image: /image-2/.test(id) ? IMAGINE_2 : IMAGINE };
}
