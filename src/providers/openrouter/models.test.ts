import { describe, expect, it } from 'vitest';
import { qualified } from './families.ts';
import { cardOf, MODELS } from './models.ts';

describe('the card of a model on OpenRouter', () => {
  it.each([
    ['google/gemini-3-pro-image', 'ratio', 'ratio'],
    ['google/gemini-9-ultra-image', 'ratio', 'ratio'],
    ['openai/gpt-5.4-image-2', 'free', 'free'],
    ['openai/gpt-5-image-mini', 'fixed', 'fixed'],
    ['openai/gpt-image-1', undefined, 'fixed'],
    ['openai/gpt-image-2.6-flare', undefined, 'free'],
    ['bytedance-seed/seedream-6', undefined, 'ratio'],
    ['black-forest-labs/flux.3-max', undefined, 'ratio'],
    ['recraft/recraft-v4.1', undefined, 'ratio'],
    ['someone/new-image-1', undefined, 'ratio'],
    ['someone/new-talker', undefined, undefined],
  ])('%s takes sizes in chat as %s and on the Images API as %s', (id, inChat, onImages) => {
    const card = cardOf(id);
    expect(card.id).toBe(id);
    expect(card.chat?.image?.size.kind).toBe(inChat);
    expect(card.image?.size.kind).toBe(onImages);
  });

  it('lets a model that answers in words see pictures', () => {
    expect(cardOf('someone/new-talker')).toEqual({ id: 'someone/new-talker', chat: { vision: true } });
  });

  it('has the smallest tier under each surface’s own name', () => {
    const { chat, image } = cardOf('google/gemini-3.1-flash-image');
    const smallest = (rule = image) => (rule?.size.kind === 'ratio' ? rule.size.tiers[0]?.name : undefined);
    expect([smallest(chat?.image), smallest()]).toEqual(['0.5K', '512']);
  });

  it.each([
    ['gpt-image-1', 'openai/gpt-image-1'],
    ['gemini-2.5-flash-image-preview', 'google/gemini-2.5-flash-image-preview'],
    ['seedream-4.5', 'bytedance-seed/seedream-4.5'],
    ['someone/gpt-image-1', 'someone/gpt-image-1'],
    ['mystery', 'mystery'],
  ])('calls %s %s', (id, name) => {
    expect(qualified(id)).toBe(name);
  });

  it('names what follows every model that is gone', () => {
    const gone = MODELS.filter(({ retired }) => retired !== undefined);
    expect(gone.length).toBeGreaterThan(0);
    for (const { successor } of gone) expect(MODELS.map(({ id }) => id)).toContain(successor);
  });
});
