import { describe, expect, it } from 'vitest';
import type { ModelCard } from '../contract/capability.ts';
import type { KnownCost } from '../contract/cost.ts';
import type { Usage } from '../contract/response.ts';
import { PROVIDERS } from '../providers/all.ts';
import { costOf } from './cost.ts';
import type { DrawnPicture } from './drawn-picture.ts';

interface Golden {
  readonly model: string;
  readonly usage?: Usage;
  /** As `1024x1024`, with the quality before it where the price depends on it. */
  readonly drawn?: readonly string[];
  readonly references?: number;
  readonly day?: string;
  readonly usd: number;
  readonly basis?: KnownCost['basis'];
}

function cardOf(provider: string, model: string): ModelCard {
  const found = PROVIDERS.find(({ id }) => id === provider);
  if (!found) throw new TypeError(`there is no provider ${provider}`);
  return found.card(model);
}

function costs(provider: string, goldens: readonly Golden[]): void {
  it.each(goldens)('$model, $drawn: $usd', (golden) => {
    const { model, usage = {}, drawn = [], references = 0, day = '2026-11-23', usd } = golden;
    const work = { pictures: drawn.map(pictureFrom), references, day };
    expect(costOf(usage, cardOf(provider, model), work)).toMatchObject({
      usd,
      basis: golden.basis ?? 'tokens',
    });
  });
}

function pictureFrom(text: string): DrawnPicture {
  const [, quality, width, height] = /^(?:(\w+) )?(\d+)x(\d+)$/.exec(text) ?? [];
  return { width: Number(width), height: Number(height), ...(quality !== undefined && { quality }) };
}

const drew = (inputTokens: number, outputImageTokens: number): Usage => ({
  ...{ inputTokens, inputImageTokens: 0, outputTokens: outputImageTokens, outputImageTokens },
});

describe('OpenAI pictures: text in 5, cached 1.25, pictures in 8, cached 2, out 30 per million tokens', () => {
  costs('openai', [
    // The answer in the Images API's documentation: 18 tokens in, 1756 out.
    { model: 'gpt-image-2', usage: drew(18, 1756), drawn: ['medium 1024x1024'], usd: 0.05277 },
    { model: 'gpt-image-2.5-flare', usage: drew(18, 1756), drawn: ['medium 1024x1024'], usd: 0.05277 },
    { model: 'gpt-image-2.6-sunburst', usage: drew(18, 5800), drawn: ['high 2048x2048'], usd: 0.17409 },
    // With one preview, which adds 100 tokens.
    { model: 'gpt-image-2', usage: drew(18, 1856), drawn: ['medium 1024x1024'], usd: 0.05577 },
    // Editing a picture of 1000 tokens, a quarter of which comes from the cache.
    {
      model: 'gpt-image-2',
      usage: {
        ...drew(1040, 200),
        inputImageTokens: 1000,
        cachedInputTokens: 250,
        cachedInputImageTokens: 250,
      },
      references: 1,
      drawn: ['low 1024x1024'],
      usd: 0.0127,
    },
    { model: 'gpt-image-1.5', usage: drew(0, 1056), drawn: ['medium 1024x1024'], usd: 0.033792 },
    { model: 'gpt-image-1-mini', usage: drew(0, 4160), drawn: ['high 1024x1024'], usd: 0.03328 },
    { model: 'gpt-image-1', usage: drew(0, 1056), drawn: ['medium 1024x1024'], usd: 0.04224 },
  ]);
});

describe("OpenAI pictures without usage: the guide's figures per picture", () => {
  const table = {
    'gpt-image-2': [0.006, 0.005, 0.005, 0.053, 0.041, 0.041, 0.211, 0.165, 0.165],
    'gpt-image-1.5': [0.009, 0.013, 0.013, 0.034, 0.05, 0.05, 0.133, 0.2, 0.2],
    'gpt-image-1-mini': [0.005, 0.006, 0.006, 0.011, 0.015, 0.015, 0.036, 0.052, 0.052],
  };
  const names = ['low', 'medium', 'high'].flatMap((quality) =>
    ['1024x1024', '1024x1536', '1536x1024'].map((size) => `${quality} ${size}`),
  );
  costs(
    'openai',
    Object.entries(table).flatMap(([model, row]) =>
      row.map((usd, at) => ({ model, drawn: [names[at] ?? ''], usd, basis: 'images' as const })),
    ),
  );
});

describe('Gemini pictures: by the tokens of their tier', () => {
  const seen = (outputImageTokens: number, more: Usage = {}): Usage => ({
    ...{ inputTokens: 0, outputTokens: outputImageTokens, outputImageTokens },
    ...more,
  });
  costs('gemini', [
    { model: 'gemini-nano-banana-2.1', usage: seen(1120), drawn: ['1024x1024'], usd: 0.0336 },
    { model: 'gemini-nano-banana-2.1', usage: seen(1680), drawn: ['2048x2048'], usd: 0.0504 },
    { model: 'gemini-nano-banana-2.1', usage: seen(2520), drawn: ['4096x4096'], usd: 0.0756 },
    { model: 'gemini-3-pro-image', usage: seen(1120), drawn: ['2528x1696'], usd: 0.1344 },
    { model: 'gemini-3-pro-image', usage: seen(2000), drawn: ['4096x4096'], usd: 0.24 },
    { model: 'gemini-2.5-flash-image', usage: seen(1290), drawn: ['1024x1024'], usd: 0.0387 },
    // The answer in the documentation: a picture looked at, words and thoughts beside the picture.
    {
      model: 'gemini-3-pro-image',
      usage: {
        ...{ inputTokens: 264, inputImageTokens: 258, outputTokens: 1245 },
        ...{ outputImageTokens: 1120, reasoningTokens: 120 },
      },
      references: 1,
      drawn: ['1024x1024'],
      usd: 0.136428,
    },
    // A stream that does not tell words from pictures: 1125 tokens, 1120 of them a picture of this tier.
    {
      model: 'gemini-3-pro-image',
      usage: { inputTokens: 6, outputTokens: 1125 },
      drawn: ['1376x768'],
      usd: 0.134472,
    },
  ]);
});

describe('Seedream: by the picture', () => {
  const one: Usage = { images: 1, outputTokens: 16_384, outputImageTokens: 16_384 };
  const basis = 'images';
  costs('doubao', [
    { model: 'seedream-4-5-251128', usage: one, drawn: ['2048x2048'], usd: 0.04, basis },
    { model: 'seedream-4-0-250828', usage: one, drawn: ['1024x1024'], usd: 0.03, basis },
    { model: 'seedream-5-0-260128', usage: one, drawn: ['2048x2048'], usd: 0.035, basis },
    { model: 'dola-seedream-5-0-flash-260915', usage: one, drawn: ['2048x2048'], usd: 0.018, basis },
    { model: 'dola-seedream-5-0-pro-260628', usage: one, drawn: ['1536x1536'], usd: 0.045, basis },
    { model: 'dola-seedream-5-0-pro-260628', usage: one, drawn: ['2048x2048'], usd: 0.09, basis },
    // The first reference is free, the other two are not.
    {
      ...{ model: 'dola-seedream-5-0-pro-260628', usage: one, drawn: ['1024x1024'] },
      ...{ references: 3, usd: 0.051, basis },
    },
    {
      ...{ model: 'dola-seedream-5-5-261028', usage: one, drawn: ['2048x2048'] },
      ...{ references: 2, usd: 0.051, basis },
    },
  ]);

  it('at Volcengine, which bills in yuan, only approximately', () => {
    const work = { pictures: [pictureFrom('2048x2048')], references: 0, day: '2026-11-23' };
    expect(costOf(one, cardOf('doubao', 'doubao-seedream-4-5-251128'), work)).toMatchObject({
      usd: 0.04,
      approximate: true,
    });
  });
});

describe('text', () => {
  costs('openai', [
    {
      model: 'gpt-5-mini',
      usage: { inputTokens: 1000, cachedInputTokens: 600, outputTokens: 500 },
      usd: 0.001115,
    },
    { model: 'gpt-6-sol', usage: { inputTokens: 272_000, outputTokens: 1000 }, usd: 0.554 },
    { model: 'gpt-6-sol', usage: { inputTokens: 272_001, outputTokens: 1000 }, usd: 1.103004 },
  ]);
  costs('gemini', [
    { model: 'gemini-3.1-pro-preview', usage: { inputTokens: 200_000, outputTokens: 1000 }, usd: 0.412 },
    { model: 'gemini-3.1-pro-preview', usage: { inputTokens: 200_001, outputTokens: 1000 }, usd: 0.818004 },
    { model: 'gemini-3.8-flash', usage: { inputTokens: 1000, outputTokens: 1000 }, usd: 0.0045 },
    {
      ...{ model: 'gemini-3.8-flash', usage: { inputTokens: 1000, outputTokens: 1000 } },
      ...{ day: '2027-01-01', usd: 0.009 },
    },
  ]);
  costs('anthropic', [
    {
      model: 'claude-opus-5-5',
      usage: {
        ...{
          inputTokens: 10_000,
          cachedInputTokens: 6000,
          cacheWriteTokens: 3000,
          cacheWriteHourTokens: 1000,
        },
        outputTokens: 400,
      },
      usd: 0.0312,
    },
    {
      model: 'claude-haiku-4-5-20251001',
      usage: { inputTokens: 100, outputTokens: 10 },
      references: 1,
      usd: 0.00015,
    },
  ]);
});

describe('what needs no price list', () => {
  costs('openrouter', [
    {
      ...{
        model: 'google/gemini-3-pro-image',
        usage: { inputTokens: 270, outputTokens: 1130, cost: 0.1385 },
      },
      ...{ drawn: ['1024x1024'], usd: 0.1385, basis: 'provider' },
    },
  ]);
  costs('xai', [
    {
      ...{ model: 'grok-imagine-image-2.0', usage: { images: 1, cost: 0.02 } },
      ...{ drawn: ['1024x1024'], usd: 0.02, basis: 'provider' },
    },
  ]);
  costs('demo', [
    { model: 'demo-image', usage: { ...drew(4, 16), images: 1 }, drawn: ['1024x1024'], usd: 0 },
    { model: 'demo-chat', usage: { inputTokens: 4, inputImageTokens: 0, outputTokens: 9 }, usd: 0 },
  ]);
});
