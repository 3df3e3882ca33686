import type { ModelCard } from '../../contract/capability.ts';
import type { ImageJob } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { pictureCall } from '../openai-compatible/picture-call.ts';
import { dataUrl } from '../openai-compatible/pictures.ts';
import { decodeError } from './errors.ts';

/** One endpoint for drawing and editing; the answer's links die after an hour. */
export const images = pictureCall({
  fields: (job, { card }) => ({
    image_size: sizeOf(job, card),
    ...((card.image?.maxCount ?? 1) > 1 && { batch_size: job.order.count }),
    seed: job.order.seed,
    negative_prompt: job.order.negativePrompt,
    ...sources(job),
  }),
  extras: ['num_inference_steps', 'guidance_scale', 'cfg'],
  // quirk(siliconflow): the pictures stand in `images` — SiliconFlow Images API, seen 2026-11
  pictures: 'images',
  decodeError,
});

/** quirk(siliconflow): models with sizes want one even where nothing was asked — SiliconFlow Images API, seen 2026-11 */
function sizeOf({ order: { size } }: ImageJob, { image }: ModelCard): string | undefined {
  if (size) return `${size.width}x${size.height}`;
  return image?.size.kind === 'fixed' ? image.size.sizes[0] : undefined;
}

/** quirk(siliconflow): `image`, `image2`, `image3`, each a data URL — SiliconFlow Images API, seen 2026-11 */
const sources = ({ inputs }: ImageJob): TreeObject =>
  Object.fromEntries(inputs.map((input, at) => [at === 0 ? 'image' : `image${at + 1}`, dataUrl(input)]));
