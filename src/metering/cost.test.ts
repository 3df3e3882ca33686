import { describe, expect, it } from 'vitest';
import type { ModelCard, Price } from '../contract/capability.ts';
import type { CallWork } from './call-work.ts';
import { costOf } from './cost.ts';

const price = (what: Price['what'], usd: number, more: Partial<Price> = {}): Price => ({
  what,
  per: 'million_tokens',
  usd,
  source: 'test',
  ...more,
});
const card = (...prices: Price[]): ModelCard => ({ id: 'm', prices });
const NOTHING: CallWork = { pictures: [], references: 0, day: '2026-11-23' };
const drew = (width: number, height: number, quality?: string): CallWork => ({
  pictures: [{ width, height, ...(quality !== undefined && { quality }) }],
  references: 0,
  day: '2026-11-23',
});
const each = (usd: number, more: Partial<Price> = {}) =>
  price('output_image', usd, { per: 'image', ...more });

describe('what a call costs', () => {
  it('is what the provider says, before any price', () => {
    expect(costOf({ inputTokens: 10, cost: 0.1385 }, card(price('input_text', 5)), NOTHING)).toEqual({
      usd: 0.1385,
      basis: 'provider',
      lines: [{ what: 'call', quantity: 1, usd: 0.1385 }],
    });
  });

  it('counts each kind of token once, at its own price', () => {
    const prices = [
      price('input_text', 5),
      price('input_image', 8),
      price('cached_input', 1.25, { variant: 'text' }),
      price('cached_input', 2, { variant: 'image' }),
      price('cache_write', 6),
      price('cache_write', 10, { variant: '1h' }),
      price('output_text', 10),
      price('output_image', 30),
    ];
    const usage = {
      inputTokens: 1000,
      inputImageTokens: 400,
      cachedInputTokens: 300,
      cachedInputImageTokens: 100,
      cacheWriteTokens: 60,
      cacheWriteHourTokens: 10,
      outputTokens: 2000,
      outputImageTokens: 1500,
      reasoningTokens: 200,
    };
    expect(costOf(usage, card(...prices), { ...NOTHING, references: 1 })).toEqual({
      usd: 0.05495,
      basis: 'tokens',
      lines: [
        { what: 'input_text', quantity: 340, usd: 0.0017 },
        { what: 'input_image', quantity: 300, usd: 0.0024 },
        { what: 'cached_input', variant: 'text', quantity: 200, usd: 0.00025 },
        { what: 'cached_input', variant: 'image', quantity: 100, usd: 0.0002 },
        { what: 'cache_write', quantity: 50, usd: 0.0003 },
        { what: 'cache_write', variant: '1h', quantity: 10, usd: 0.0001 },
        { what: 'output_text', quantity: 300, usd: 0.003 },
        { what: 'reasoning', quantity: 200, usd: 0.002 },
        { what: 'output_image', quantity: 1500, usd: 0.045 },
      ],
    });
  });
});

describe('an answer without output tokens', () => {
  it('costs its input alone where the model has no price for output, as those that embed', () => {
    expect(costOf({ inputTokens: 1000 }, card(price('input_text', 0.15)), NOTHING)).toMatchObject({
      usd: 0.00015,
    });
  });

  it('is unknown where output has a price', () => {
    const usage = { inputTokens: 1000 };
    expect(costOf(usage, card(price('input_text', 1), price('output_text', 2)), NOTHING)).toHaveProperty(
      'unknown',
    );
  });
});

describe('an unknown cost', () => {
  it.each<[string, Parameters<typeof costOf>]>([
    ['a model without prices', [{ inputTokens: 1, outputTokens: 1 }, card(), NOTHING]],
    ['a count without a price', [{ inputTokens: 1, outputTokens: 1 }, card(price('input_text', 1)), NOTHING]],
    ['a provider that counts nothing', [{}, card(price('input_text', 1)), NOTHING]],
    [
      'a picture of a size without a price',
      [{}, card(each(1, { variant: 'low 512x512' })), drew(1024, 1024, 'low')],
    ],
    [
      'pictures in the question that are not told apart from words',
      [
        { inputTokens: 9, outputTokens: 0 },
        card(price('input_text', 1), price('input_image', 2), price('output_text', 1)),
        { ...NOTHING, references: 1 },
      ],
    ],
    [
      'a picture in the answer that is not told apart from words',
      [
        { inputTokens: 0, outputTokens: 9 },
        card(price('input_text', 1), price('output_image', 2), price('output_text', 1)),
        drew(1, 1),
      ],
    ],
    [
      'a prompt longer than the price holds for',
      [
        { inputTokens: 300_000, outputTokens: 0 },
        card(price('input_text', 1, { upTo: 200_000 }), price('output_text', 1)),
        NOTHING,
      ],
    ],
    ['a bill below zero', [{ cost: -1 }, card(), NOTHING]],
  ])('is the answer to %s', (_case, [usage, model, work]) => {
    const cost = costOf(usage, model, work);
    expect(cost).toHaveProperty('unknown');
    expect(cost).not.toHaveProperty('usd');
  });

  it('still tells the part that is known', () => {
    const usage = { inputTokens: 1_000_000, outputTokens: 1 };
    expect(costOf(usage, card(price('input_text', 3)), NOTHING)).toMatchObject({ atLeast: 3 });
  });
});
