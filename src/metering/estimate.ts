import type { ModelCard, Price } from '../contract/capability.ts';
import { multiplyUsd } from './nano-usd.ts';
import { pricesOn } from './price-list.ts';

/** What one picture of the answer costs, the question not counted. Conditions as in `Price`. */
export interface PictureEstimate extends Pick<Price, 'variant' | 'above' | 'upTo' | 'approximate'> {
  readonly usd: number;
}

const SQUARE = { variant: '1024x1024', pixels: 1024 * 1024 };

/**
 * What pictures of this model cost, as far as its prices tell before one is drawn; empty where they do not.
 * @param day in UTC, as `2026-11-23`
 */
export function pictureEstimates(card: ModelCard, day: string): readonly PictureEstimate[] {
  const drawing = pricesOn(day, card).filter(({ what }) => what === 'output_image');
  const single = drawing.filter(({ per }) => per === 'image');
  if (single.length > 0) return single.map(conditioned);
  const byPixels = drawing.find(({ per }) => per === 'megapixel');
  if (byPixels) {
    const usd = multiplyUsd(byPixels.usd, SQUARE.pixels, 1_000_000);
    const { approximate } = byPixels;
    return [{ variant: SQUARE.variant, usd, ...(approximate && { approximate }) }];
  }
  const byTokens = drawing.find(({ per }) => per === 'million_tokens');
  if (!byTokens) return [];
  // However many tokens a picture has.
  if (byTokens.usd === 0) return [{ usd: 0 }];
  return (card.pictureTokens ?? []).map(({ tokens, ...conditions }) => ({
    ...conditions,
    usd: multiplyUsd(byTokens.usd, tokens, 1_000_000),
  }));
}

const conditioned = ({ variant, above, upTo, usd, approximate }: Price): PictureEstimate => ({
  ...(variant !== undefined && { variant }),
  ...(above !== undefined && { above }),
  ...(upTo !== undefined && { upTo }),
  usd,
  ...(approximate && { approximate }),
});
