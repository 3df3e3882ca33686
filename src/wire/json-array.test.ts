import { describe, expect, it } from 'vitest';
import type { Tree } from '../contract/tree.ts';
import { JsonArrayWriter } from './json-array.ts';

function written(...elements: Tree[]): string {
  const writer = new JsonArrayWriter();
  const bodies = [...elements.map((element) => writer.element(element)), writer.end()];
  return bodies.map(({ bytes = new Uint8Array() }) => Buffer.from(bytes).toString()).join('');
}

describe('a JSON array written element by element', () => {
  it('is the array, whatever its length', () => {
    for (const elements of [[], [1], [{ a: 1 }, 'two', null]]) {
      expect(JSON.parse(written(...elements))).toEqual(elements);
    }
  });

  it('allows blank lines between any two pieces, so that silence can be filled', () => {
    const writer = new JsonArrayWriter();
    const pieces = [writer.element(1), writer.element(2), writer.end()];
    const text = pieces.map(({ bytes }) => `\n${Buffer.from(bytes ?? []).toString()}`).join('');
    expect(JSON.parse(text)).toEqual([1, 2]);
  });
});
