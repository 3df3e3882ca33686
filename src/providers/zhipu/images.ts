import { GatewayError } from '../../contract/error.ts';
import type { ImageJob } from '../../contract/request.ts';
import { asArray, member, type Tree } from '../../contract/tree.ts';
import { pictureCall } from '../openai-compatible/picture-call.ts';
import { decodeError } from './errors.ts';

/** GLM-Image and CogView; the answer is a link that lives for a month. */
export const images = pictureCall({
  fields: (job) => ({
    size: job.order.size && `${job.order.size.width}x${job.order.size.height}`,
    quality: job.order.quality,
    watermark_enabled: watermark(job),
  }),
  // quirk(zhipu): 6 to 128 characters, or the call is refused — Zhipu's image generation reference, seen 2026-11
  endUser: (user) => (user.length >= 6 && user.length <= 128 ? { user_id: user } : undefined),
  refusal: refusalOf,
  decodeError,
});

/**
 * quirk(zhipu): switching the mark off is for accounts that have signed a disclaimer, so nothing is said unless the client
 * did — Zhipu's image generation reference, seen 2026-11
 */
const watermark = ({ request, order }: ImageJob): boolean | undefined =>
  request.wishes.watermark === undefined ? undefined : order.watermark;

/** quirk(zhipu): a filter that struck is told beside an empty list — Zhipu's content safety page, seen 2026-11 */
function refusalOf(tree: Tree): GatewayError | undefined {
  const filters = asArray(member(tree, 'content_filter') ?? member(tree, 'contentFilter'));
  if (filters.length === 0) return undefined;
  return new GatewayError('content_policy', "The provider's content filter withheld the picture.");
}
