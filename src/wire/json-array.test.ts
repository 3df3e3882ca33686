import { describe, expect, it } from 'vitest';
import type { Tree } from '../contract/tree.ts';
import { JsonArrayWriter } from './json-array.ts';
import { bodyOf, type WireBody } from './wire-body.ts';

const textOf = ({ bytes = new Uint8Array() }: WireBody): string => Buffer.from(bytes).toString();

function written(...elements: Tree[]): string {
  const writer = new JsonArrayWriter();
  const pieces = elements.flatMap((element) => writer.element(element));
  return [bodyOf(pieces), writer.end()].map(textOf).join('');
}

describe('a JSON array written element by element', () => {
  it('is the array, whatever its length', () => {
    for (const elements of [[], [1], [{ a: 1 }, 'two', null]]) {
      expect(JSON.parse(written(...elements))).toEqual(elements);
    }
  });

  it('allows blank lines between any two pieces, so that silence can be filled', () => {
    const writer = new JsonArrayWriter();
    const bodies = [bodyOf(writer.element(1)), bodyOf(writer.element(2)), writer.end()];
    const text = bodies.map((body) => `\n${textOf(body)}`).join('');
    expect(JSON.parse(text)).toEqual([1, 2]);
  });
});
