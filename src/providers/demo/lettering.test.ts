import { describe, expect, it } from 'vitest';
import { fitText, LINE_HEIGHT, wrap } from './lettering.ts';

describe('lettering', () => {
  it('sets a short text larger than a long one', () => {
    const box = { width: 800, height: 600 };
    expect(fitText('Hi', box).fontSize).toBeGreaterThan(
      fitText('A much longer text '.repeat(10), box).fontSize,
    );
  });

  it('never sets more lines than the box is high', () => {
    const box = { width: 300, height: 80 };
    const { lines, fontSize } = fitText('many words '.repeat(100), box);
    expect(lines.length * fontSize * LINE_HEIGHT).toBeLessThanOrEqual(box.height);
    expect(lines.at(-1)).toMatch(/…$/);
  });

  it('loses no word while wrapping', () => {
    const text = 'The quick brown fox jumps over the lazy dog';
    const lines = wrap(text, 8);
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.join(' ')).toBe(text);
  });

  it('breaks words that are longer than a line, and scripts without spaces', () => {
    for (const word of ['x'.repeat(100), '一只红色的狐狸跳过懒狗']) {
      const lines = wrap(word, 5);
      expect(lines.length).toBeGreaterThan(1);
      expect(lines.join('')).toBe(word);
    }
  });

  it('sets an ordinary word small enough to stay whole', () => {
    expect(fitText('Incomprehensibility', { width: 800, height: 600 }).lines).toEqual([
      'Incomprehensibility',
    ]);
  });

  it('keeps the line breaks of the text', () => {
    expect(wrap('one\ntwo', 100)).toEqual(['one', 'two']);
  });
});
