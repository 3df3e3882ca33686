import { expect, it } from 'vitest';
import { clip } from './clip.ts';

it('leaves what fits', () => {
  expect(clip('kite', 4)).toBe('kite');
  expect(clip('红风筝', 9)).toBe('红风筝');
});

it.each(['a'.repeat(500), '红'.repeat(500), '🪁'.repeat(500)])(
  'keeps whole characters within the limit: %.3s',
  (text) => {
    for (let bytes = 20; bytes < 30; bytes += 1) {
      const clipped = clip(text, bytes);
      expect(Buffer.byteLength(clipped)).toBeLessThanOrEqual(bytes);
      expect(Buffer.byteLength(clipped)).toBeGreaterThan(bytes - 5);
      expect(text.startsWith(clipped.slice(0, -1))).toBe(true);
      expect(clipped.isWellFormed()).toBe(true);
    }
  },
);
