import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelCard, Price } from '../contract/capability.ts';
import { type Cost, isKnown } from '../contract/cost.ts';
import type { Usage } from '../contract/response.ts';
import { costOf } from './cost.ts';
import { toNano } from './nano-usd.ts';
import { sumCosts } from './sum-costs.ts';

const tokens = fc.nat({ max: 2_000_000 });
const TOKEN_KINDS = [
  ...['input_text', 'input_image', 'cached_input', 'cache_write', 'output_text', 'output_image'],
] as readonly Price['what'][];

/** Counts that agree with each other, any of them missing. */
const usages = fc
  .record({
    text: tokens,
    seen: tokens,
    cached: tokens,
    stored: tokens,
    words: tokens,
    thought: tokens,
    drawn: tokens,
  })
  .chain(({ text, seen, cached, stored, words, thought, drawn }) =>
    fc.record(
      {
        inputTokens: fc.constant(text + seen + cached + stored),
        inputImageTokens: fc.constant(seen),
        cachedInputTokens: fc.constant(cached),
        cachedInputImageTokens: fc.constant(0),
        cacheWriteTokens: fc.constant(stored),
        outputTokens: fc.constant(words + thought + drawn),
        reasoningTokens: fc.constant(thought),
        outputImageTokens: fc.constant(drawn),
        images: fc.nat({ max: 5 }),
      },
      { requiredKeys: [] },
    ),
  );

const usd = fc.nat({ max: 100_000 }).map((thousandths) => thousandths / 1000);
const priceLists = fc
  .record({
    byToken: fc.subarray([...TOKEN_KINDS]),
    byPicture: fc.boolean(),
    amounts: fc.array(usd, { minLength: 7, maxLength: 7 }),
  })
  .map(({ byToken, byPicture, amounts }): Price[] => [
    ...byToken.map(
      (what, at) => ({ what, per: 'million_tokens', usd: amounts[at] ?? 0, source: 'x' }) as const,
    ),
    ...(byPicture
      ? ([{ what: 'output_image', per: 'image', usd: amounts[6] ?? 0, source: 'x' }] as const)
      : []),
  ]);

const works = fc.record({
  pictures: fc.array(
    fc.record({ width: fc.integer({ min: 1, max: 4096 }), height: fc.integer({ min: 1, max: 4096 }) }),
    {
      maxLength: 4,
    },
  ),
  references: fc.nat({ max: 3 }),
  day: fc.constant('2026-11-23'),
});

const card = (prices: readonly Price[]): ModelCard => ({ id: 'm', prices });
const nano = (cost: Cost): number => (isKnown(cost) ? toNano(cost.usd) : Number.NaN);

describe('every cost', () => {
  it('that is known is a whole number of billionths, not negative, and the sum of its lines', () => {
    fc.assert(
      fc.property(usages, priceLists, works, (usage, prices, work) => {
        const cost = costOf(usage, card(prices), work);
        if (!isKnown(cost)) return;
        expect(cost.usd).toBe(nano(cost) / 1e9);
        expect(cost.usd).toBeGreaterThanOrEqual(0);
        for (const line of cost.lines) expect(line.usd).toBeGreaterThanOrEqual(0);
        expect(cost.lines.reduce((sum, line) => sum + toNano(line.usd), 0)).toBe(nano(cost));
      }),
    );
  });

  it('with a counted token that has no price is unknown, and tells at most what is known', () => {
    fc.assert(
      fc.property(usages, works, fc.constantFrom(...TOKEN_KINDS), (usage: Usage, work, missing) => {
        const full = TOKEN_KINDS.map(
          (what, at): Price => ({ what, per: 'million_tokens', usd: at + 1, source: 'x' }),
        );
        const whole = costOf(usage, card(full), work);
        const less = costOf(usage, card(full.filter(({ what }) => what !== missing)), work);
        if (isKnown(whole) && whole.lines.some((line) => line.what === missing)) {
          expect(less).toHaveProperty('unknown');
          if (!isKnown(less)) expect(less.atLeast ?? 0).toBeLessThan(whole.usd);
        }
      }),
    );
  });

  it('adds up in any order, and is unknown together with an unknown one', () => {
    const known = usd.map(
      (amount): Cost => ({
        ...{ usd: amount, basis: 'tokens' },
        lines: [{ what: 'output_text', quantity: 1, usd: amount }],
      }),
    );
    const unknown = fc.constant<Cost>({ unknown: 'because' });
    fc.assert(
      fc.property(fc.array(fc.oneof(known, unknown), { minLength: 1 }), (costs) => {
        const sum = sumCosts(costs);
        const reversed = sumCosts(costs.toReversed());
        expect(isKnown(sum)).toBe(costs.every(isKnown));
        if (isKnown(sum) && isKnown(reversed)) {
          expect(nano(sum)).toBe(costs.reduce((total, cost) => total + nano(cost), 0));
          expect(reversed.usd).toBe(sum.usd);
        }
      }),
    );
  });
});
