import { describe, expect, it } from 'vitest';
import { cardOf, MODELS } from './models.ts';

const image = (id: string) => {
  const rules = cardOf(id).image;
  if (!rules) throw new TypeError(`${id} draws nothing`);
  return rules;
};

describe('the card of a Doubao model', () => {
  it.each([
    ['doubao-seedream-5-0-pro-260628', 'Seedream 5.0 pro'],
    ['dola-seedream-5-0-pro-260628', 'Seedream 5.0 pro'],
    ['doubao-seedream-5.0-pro', 'Seedream 5.0 pro'],
    ['doubao-seedream-5.0-flash', 'Seedream 5.0 flash'],
    ['dola-seedream-5-5-261028', 'Seedream 5.5'],
    ['seedream-5-0-260128', 'Seedream 5.0 lite'],
    ['seedream-5-0-lite-260128', 'Seedream 5.0 lite'],
    ['Doubao-Seedream-4.5', 'Seedream 4.5'],
    ['doubao-seed-dream-4-0', 'Seedream 4.0'],
    ['bytedance/seedream-4', 'Seedream 4.0'],
    ['seedream-3-0-t2i-250415', 'Seedream 3.0'],
    ['doubao-seed-edit-3-0-i2i', 'SeedEdit 3.0'],
  ])('knows %s as %s', (id, title) => {
    expect(cardOf(id)).toMatchObject({ id, title });
  });

  it('lets only 5.x be told a format', () => {
    expect(image('doubao-seedream-5-0-260128').format.native).toEqual(['png', 'jpeg']);
    expect(image('doubao-seedream-4-5-251128').format.native).toEqual([]);
  });

  it('promises transparency only where the version has it', () => {
    const rule = (id: string) => image(id).background.transparent;
    expect(rule('dola-seedream-5-5-261028')).toBe('always');
    expect(rule('doubao-seedream-5-0-pro-260628')).toBe('edit-with-alpha');
    expect(rule('doubao-seedream-4-0-250828')).toBe('never');
  });

  it('promises of a version to come only what all living versions take', () => {
    expect(image('doubao-seedream-6-0-270101')).toMatchObject({
      size: { minPixels: 3_686_400, maxPixels: 4_624_220 },
      format: { native: [] },
      seed: false,
      inputs: { max: 10 },
    });
  });

  it('lets an inference endpoint be anything', () => {
    expect(cardOf('ep-20261001-abcde')).toMatchObject({ chat: { vision: true }, image: { maxCount: 1 } });
  });

  it('takes every other name for a text model', () => {
    expect(cardOf('doubao-seed-9-pro')).toEqual({ id: 'doubao-seed-9-pro', chat: { vision: true } });
  });

  it('stands in the catalogue under the same facts', () => {
    for (const card of MODELS) expect(cardOf(card.id)).toBe(card);
  });
});
