import { GatewayError } from '../../contract/error.ts';
import type { ImageJob, Warning } from '../../contract/request.ts';
import type { Usage } from '../../contract/response.ts';
import { asArray, asNumber, asString, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { pictureCall } from '../openai-compatible/picture-call.ts';
import { dataUrl } from '../openai-compatible/pictures.ts';
import { decodeError } from './errors.ts';

/** Grok Imagine: OpenAI's Images API with ratios for sizes, and edits in JSON. */
export const images = pictureCall({
  path: ({ inputs }) => (inputs.length > 0 ? '/images/edits' : '/images/generations'),
  fields: (job) => ({
    n: job.order.count,
    // quirk(xai): the default is a link that soon dies — xAI image guide, seen 2026-11
    response_format: 'b64_json',
    resolution: job.order.tier,
    quality: job.order.quality,
    ...(hasFreeRatio(job) && { aspect_ratio: job.order.aspectRatio }),
    ...sources(job),
  }),
  warnings: ratioWarnings,
  endUser: (user) => ({ user }),
  refusal: refusalOf,
  usage: usageOf,
  decodeError,
});

/** quirk(xai): one picture edited keeps its ratio; with several the ratio may be chosen — xAI image guide, seen 2026-11 */
const hasFreeRatio = ({ inputs }: ImageJob): boolean => inputs.length !== 1;

function ratioWarnings(job: ImageJob): Warning[] {
  const { aspectRatio } = job.request.wishes;
  if (hasFreeRatio(job) || aspectRatio === undefined) return [];
  const field = job.request.fields.aspectRatio ?? 'aspect_ratio';
  return [{ kind: 'adjusted', field, detail: 'An edit of a single picture keeps that picture’s ratio.' }];
}

/** quirk(xai): `image` for one, `images` for two or three, each an object; multipart is refused — xAI image guide, seen 2026-11 */
function sources({ inputs }: ImageJob): TreeObject {
  const list = inputs.map((input) => ({ type: 'image_url', url: dataUrl(input) }));
  const [only] = list;
  if (!only) return {};
  return list.length === 1 ? { image: only } : { images: list };
}

/** quirk(xai): a refused picture is a 200: an item without bytes, or no item and a reason — AI SDK issue 19168, seen 2026-11 */
function refusalOf(tree: Tree): GatewayError | undefined {
  const items = asArray(member(tree, 'data'));
  const withheld = items.some((item) => member(item, 'respect_moderation') === false);
  // UNVERIFIED: the member's name.
  const reason = asString(member(tree, 'block_reason'));
  if (!withheld && reason === undefined) return undefined;
  return new GatewayError('content_policy', reason ?? "The picture did not pass the provider's moderation.");
}

/** quirk(xai): the cost comes in ticks, ten thousand million to the dollar — Comfy's copy of xAI's reference, seen 2026-11 */
function usageOf(tree: Tree, pictures: number): Usage {
  const ticks = asNumber(member(member(tree, 'usage'), 'cost_in_usd_ticks'));
  return { images: pictures, ...(ticks !== undefined && { cost: ticks / 1e10 }) };
}
