import { type Cost, isKnown } from '../../contract/cost.ts';
import type { ReplyContext } from '../../contract/dialect.ts';
import type { ImageWishes, KeptImage } from '../../contract/image.ts';
import type { MediaPart, Warning } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';

/** A finished picture of an answer; encoders see no others. */
export interface Picture {
  readonly image: KeptImage;
  readonly part: MediaPart;
}

export function pictureOf(part: MediaPart): Picture {
  if (part.media.from !== 'kept') throw new TypeError('a picture reached an encoder before it was finished');
  return { image: part.media.image, part };
}

/** The body member `axonhub`: what the gateway changed, what the exchange cost, and what is known of each picture. */
export function axonhubExtension(
  context: ReplyContext,
  warnings: readonly Warning[],
  pictures: readonly Picture[],
  cost?: Cost,
): TreeObject {
  return {
    request_id: context.requestId,
    warnings: warnings.map(({ kind, field, detail }) => ({ kind, field, detail })),
    ...(cost && { cost: encodeCost(cost) }),
    ...(pictures.length > 0 && { images: pictures.map(describe) }),
  };
}

/**
 * `transparent` or `opaque`, as clients expect it: an alpha channel alone says nothing (many models send one that is opaque
 * throughout), so only a picture that was asked to be transparent is called so.
 */
export const backgroundOf = (
  { hasAlpha }: KeptImage,
  { background }: ImageWishes,
): 'transparent' | 'opaque' => (hasAlpha && background === 'transparent' ? 'transparent' : 'opaque');

/** US dollars; null, with the reason, where they are unknown. */
const encodeCost = (cost: Cost): TreeObject =>
  isKnown(cost)
    ? { usd: cost.usd, basis: cost.basis, ...(cost.approximate && { approximate: true }) }
    : { usd: null, reason: cost.unknown, ...(cost.atLeast !== undefined && { at_least: cost.atLeast }) };

const describe = ({ image, part }: Picture): TreeObject => ({
  id: image.id,
  url: image.url,
  url_expires: image.urlExpires,
  media_type: image.mediaType,
  width: image.width,
  height: image.height,
  revised_prompt: part.revisedPrompt,
});
