import type { ModelCard } from '../contract/capability.ts';
import { type DrawnPicture, variantsOf } from './drawn-picture.ts';

/** How many tokens these pictures count as; undefined where the provider does not publish it. */
export function picturesTokens(card: ModelCard, pictures: readonly DrawnPicture[]): number | undefined {
  let sum = 0;
  for (const picture of pictures) {
    const tokens = tokensOf(card, picture);
    if (tokens === undefined) return undefined;
    sum += tokens;
  }
  return sum;
}

function tokensOf({ pictureTokens = [] }: ModelCard, picture: DrawnPicture): number | undefined {
  const pixels = picture.width * picture.height;
  const names = variantsOf(picture);
  return pictureTokens.find(
    ({ upTo, variant }) =>
      (upTo === undefined || pixels <= upTo) && (variant === undefined || names.includes(variant)),
  )?.tokens;
}
