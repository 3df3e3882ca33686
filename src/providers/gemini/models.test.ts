import { describe, expect, it } from 'vitest';
import { cardOf, MODELS, signsPictures } from './models.ts';

const sizeOf = (model: string) => cardOf(model).chat?.image?.size;

describe('Gemini models', () => {
  it.each([
    ['gemini-2.5-flash-image-preview', 'gemini-2.5-flash-image'],
    ['nano-banana', 'gemini-2.5-flash-image'],
    ['nano-banana-pro', 'gemini-3-pro-image'],
    ['gemini-3-pro-image-preview', 'gemini-3-pro-image'],
    ['google/nano-banana-2.1', 'gemini-nano-banana-2.1'],
    ['gemini-3.1-flash-lite-image-preview', 'gemini-3.1-flash-lite-image'],
    ['nano-banana-2', 'gemini-3.1-flash-image'],
  ])('draws with %s by the rules of %s', (id, family) => {
    expect(sizeOf(id)).toEqual(sizeOf(family));
    expect(cardOf(id).prices).toBeUndefined();
  });

  it('takes an unknown model without a picture name for a chat model with eyes', () => {
    expect(cardOf('gemini-9-ultra')).toEqual({ id: 'gemini-9-ultra', chat: { vision: true } });
  });

  it('has an upright twin of every wide ratio but the widest film', () => {
    const size = sizeOf('gemini-3-pro-image');
    if (size?.kind !== 'ratio') throw new TypeError('not by ratio');
    expect(size.ratios['9:16']).toEqual({ width: 768, height: 1376 });
    expect(Object.keys(size.ratios).toSorted()).toEqual(
      ['1:1', '16:9', '21:9', '2:3', '3:2', '3:4', '4:3', '4:5', '5:4', '9:16'].toSorted(),
    );
  });

  it('gives 3.1 the pixels of the tier 512 and whole multiples of it', () => {
    const size = sizeOf('gemini-3.1-flash-image');
    if (size?.kind !== 'ratio') throw new TypeError('not by ratio');
    expect(size.ratios['16:9']).toEqual({ width: 688, height: 384 });
    expect(size.tiers.map(({ name }) => name)).toEqual(['512', '1K', '2K', '4K']);
  });

  it('names no tier for 2.5', () => {
    expect(sizeOf('gemini-2.5-flash-image')).toMatchObject({ tiers: [{ name: '', scale: 1 }] });
  });

  it('names an unretired successor of every retired model', () => {
    for (const { retired, successor } of MODELS.filter((card) => card.retired)) {
      expect(retired).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(MODELS.find(({ id }) => id === successor)?.retired).toBeUndefined();
      expect(MODELS.some(({ id }) => id === successor)).toBe(true);
    }
  });

  it('expects signatures from Gemini 3 pictures alone', () => {
    expect(['gemini-3-pro-image', 'gemini-nano-banana-2.1', 'nano-banana-pro'].every(signsPictures)).toBe(
      true,
    );
    expect(['gemini-2.5-flash-image-preview', 'nano-banana'].some(signsPictures)).toBe(false);
  });
});
