import { describe, expect, it } from 'vitest';
import { boxOf, maskWarnings, readMask, toAlphaPixels } from './remask.ts';

const CLEAR = [0, 0, 0, 0];
const BLACK = [0, 0, 0, 255];
const WHITE = [255, 255, 255, 255];
const GREY = [128, 128, 128, 255];
const RED = [255, 0, 0, 255];
const pixels = (...all: number[][]) => Uint8Array.from(all.flat());

describe('readMask', () => {
  it('repaints where a mask is transparent, whatever its colours', () => {
    const found = readMask(pixels(WHITE, CLEAR, BLACK, [9, 9, 9, 100]));
    expect(found).toEqual({ area: Uint8Array.of(0, 255, 0, 255), fromBlackAndWhite: false });
  });

  it('repaints where an opaque mask is white', () => {
    expect(readMask(pixels(WHITE, BLACK))).toEqual({ area: Uint8Array.of(255, 0), fromBlackAndWhite: true });
  });

  it('accepts a soft edge in a black and white mask', () => {
    const mask = pixels(...Array<number[]>(10).fill(WHITE), GREY, ...Array<number[]>(10).fill(BLACK));
    expect(readMask(mask)?.area.filter(Boolean)).toHaveLength(11);
  });

  it('takes no photograph for a mask', () =>
    expect(readMask(pixels(RED, GREY, WHITE, BLACK))).toBeUndefined());
});

describe('boxOf', () => {
  it('is the smallest rectangle around the area', () => {
    const area = Uint8Array.of(0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0);
    expect(boxOf(area, { width: 4, height: 3 })).toEqual({ left: 1, top: 1, width: 2, height: 2 });
  });

  it('is nothing where nothing is marked', () =>
    expect(boxOf(new Uint8Array(4), { width: 2, height: 2 })).toBeUndefined());
});

describe('toAlphaPixels', () => {
  it('is transparent where to repaint and opaque elsewhere', () => {
    expect(toAlphaPixels(Uint8Array.of(255, 0))).toEqual(pixels(CLEAR, BLACK));
  });
});

describe('maskWarnings', () => {
  const size = { width: 4, height: 3 };

  it('is silent about a mask that was right', () => {
    expect(maskWarnings({ fromBlackAndWhite: false, size }, 'mask')).toEqual([]);
  });

  it('tells both that white was taken and that the mask was scaled', () => {
    const found = maskWarnings(
      { fromBlackAndWhite: true, resizedFrom: { width: 8, height: 6 }, size },
      'my_mask',
    );
    expect(found.map(({ kind, field }) => [kind, field])).toEqual([
      ['adjusted', 'my_mask'],
      ['adjusted', 'my_mask'],
    ]);
    expect(found[1]?.detail).toContain('8x6');
  });
});
