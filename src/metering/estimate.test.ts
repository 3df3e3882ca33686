import { describe, expect, it } from 'vitest';
import type { ModelCard, Price } from '../contract/capability.ts';
import { pictureEstimates } from './estimate.ts';

const estimates = (price: Partial<Price>, more: Partial<ModelCard> = {}) =>
  pictureEstimates(
    {
      id: 'm',
      prices: [{ what: 'output_image', per: 'million_tokens', usd: 40, source: 'test', ...price }],
      ...more,
    },
    '2026-11-23',
  );

describe('what a picture costs before it is drawn', () => {
  it('is told by its tokens where these are known', () => {
    expect(estimates({}, { pictureTokens: [{ variant: 'high', tokens: 1_000 }] })).toEqual([
      { variant: 'high', usd: 0.04 },
    ]);
    expect(estimates({})).toEqual([]);
  });

  it('is nothing where tokens are free, however many a picture has', () => {
    expect(estimates({ usd: 0 })).toEqual([{ usd: 0 }]);
  });
});
