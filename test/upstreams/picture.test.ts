import { describe, expect, it } from 'vitest';
import { inspectPicture, isSeeThrough, makePicture } from './picture.ts';

describe('the pictures of the fakes', () => {
  it('have the asked size and format', async () => {
    for (const format of ['png', 'jpeg', 'webp'] as const) {
      const picture = await makePicture({ width: 48, height: 32, format });
      expect(await inspectPicture(picture)).toEqual({ width: 48, height: 32, format, hasAlpha: false });
    }
  });

  it('are see-through where alpha is asked', async () => {
    for (const format of ['png', 'webp'] as const) {
      const picture = await makePicture({ width: 16, height: 16, format, alpha: true });
      expect(await isSeeThrough(picture)).toBe(true);
    }
  });

  it('differ by label and only by label', async () => {
    const options = { width: 16, height: 16, format: 'png' } as const;
    const [kite, again, hat] = await Promise.all(
      ['kite', 'kite', 'hat'].map((label) => makePicture({ ...options, label })),
    );
    expect(again?.equals(kite ?? Buffer.of())).toBe(true);
    expect(hat?.equals(kite ?? Buffer.of())).toBe(false);
  });

  it('are changed in every pixel when redrawn', async () => {
    const { default: sharp } = await import('sharp');
    const from = await makePicture({ width: 16, height: 16, format: 'png', label: 'kite' });
    const edited = await makePicture({ width: 16, height: 16, format: 'png', from });
    const [before, after] = await Promise.all(
      [from, edited].map((picture) => sharp(picture).raw().toBuffer()),
    );
    const same = [...(before ?? [])].filter((value, at) => value === after?.[at]);
    expect(same).toEqual([]);
  });

  it('cannot be inspected when they are broken', async () => {
    await expect(inspectPicture(Buffer.from('no picture'))).rejects.toThrow();
  });
});
