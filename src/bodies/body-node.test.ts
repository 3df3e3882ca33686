import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastCpu } from '../../test/timing/least-cpu.ts';
import { GatewayError } from '../contract/error.ts';
import type { BodyDocument } from './body-document.ts';
import { type BodyNode, bodyNode } from './body-node.ts';
import { JsonSkim } from './json-skim.ts';

const MARK = 'a1b2c3d4e5f6a1b2c3d4e5f6.';

const json = (text: string): BodyDocument => ({
  kind: 'json',
  skim: new JsonSkim(Buffer.from(text)),
  mark: MARK,
});
const ask = (document: BodyDocument, path = '', offset = 0, limit?: number): Promise<BodyNode> =>
  bodyNode(document, { path, offset, limit });

/** The whole value, asked for part by part. */
async function gather(document: BodyDocument, path: string, limit: number): Promise<unknown> {
  const first = await ask(document, path, 0, limit);
  const parts = [first];
  for (let next = first.next; next !== null; next = parts.at(-1)?.next ?? null)
    parts.push(await ask(document, path, next, limit));
  if (first.kind === 'string') return parts.map(({ value }) => value).join('');
  if (first.count === null) return first.value;
  const items = parts.flatMap((part) => part.items);
  expect(items).toHaveLength(first.count);
  const values = await Promise.all(items.map((item) => gather(document, item.path, limit)));
  if (first.kind === 'array') return values;
  return Object.fromEntries(items.map(({ key }, index) => [key, values[index]]));
}

describe('a body in parts', () => {
  it('gives, part by part, exactly what the whole JSON says', async () => {
    const value = fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' });
    await fc.assert(
      fc.asyncProperty(
        value,
        fc.constantFrom(0, 2),
        fc.integer({ min: 1, max: 7 }),
        async (tree, space, limit) => {
          const text = JSON.stringify(tree, null, space);
          expect(await gather(json(text), '', limit)).toEqual(JSON.parse(text));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('cuts no character, no escape and no mark in two', async () => {
    const text = `${'x'.repeat(57)}😀${'\\n"ü'.repeat(40)}\u{1f600}${'é'.repeat(70)}`;
    for (const escaped of [JSON.stringify(text), JSON.stringify(text).replaceAll('😀', '\\ud83d\\ude00')]) {
      for (let limit = 64; limit < 80; limit += 1) {
        const parts: string[] = [];
        for (let next: number | null = 0; next !== null; ) {
          const part = await ask(json(escaped), '', next, limit);
          parts.push(String(part.value));
          next = part.next;
        }
        expect(parts.join('')).toBe(text);
        expect(parts.length).toBeGreaterThan(3);
        expect(parts.every((part) => part.isWellFormed())).toBe(true);
      }
    }
  });

  it('shows children without theirs, and long texts by their beginning', async () => {
    const long = 'word '.repeat(1_000);
    const node = await ask(json(JSON.stringify({ a: [1, { b: 2 }], long, n: null, 'x/y~z': true })));
    expect(node).toMatchObject({ kind: 'object', count: 4, next: null });
    expect(node.items).toMatchObject([
      { key: 'a', path: '/a', kind: 'array', count: 2 },
      { key: 'long', path: '/long', kind: 'string', cut: true, bytes: 5_000 },
      { key: 'n', kind: 'null', value: null },
      { key: 'x/y~z', path: '/x~1y~0z', kind: 'boolean', value: true },
    ]);
    expect(String(node.items[1]?.value).length).toBeLessThanOrEqual(300);
  });

  it('numbers the pictures in a text', async () => {
    const document = json(
      JSON.stringify({ url: `data:image/png;base64,${MARK}0;`, two: `${MARK}1;${MARK}2;` }),
    );
    const { items } = await ask(document);
    expect(items.map(({ value, pictures }) => [value, pictures])).toEqual([
      ['data:image/png;base64,[picture 0]', [0]],
      ['[picture 1][picture 2]', [1, 2]],
    ]);
    const cut = json(JSON.stringify(`${'x'.repeat(50)}${MARK}0;${'y'.repeat(90)}`));
    const first = await ask(cut, '', 0, 64);
    expect(first.value).toBe('x'.repeat(50));
    expect((await ask(cut, '', first.next ?? 0, 64)).value).toMatch(/^\[picture 0\]y+$/);
  });

  it('says which path leads nowhere', async () => {
    for (const path of ['/b', '/a/2', '/a/0/c', 'a', '/s/x'])
      await expect(ask(json('{"a":[1,2],"s":"text"}'), path)).rejects.toThrow(GatewayError);
  });

  it('makes the best of JSON that broke off', async () => {
    const { items } = await ask(json('{"a":[1,2,{"b":"tex'));
    expect(items).toMatchObject([{ key: 'a', kind: 'array', count: 3 }]);
    expect((await ask(json('{"a":[1,2,{"b":"tex'), '/a/2/b')).value).toBe('tex');
    for (const text of ['', '{', '[', '{"a', '{"a"', '{"a":', '[1,', 'tru', '-'])
      await expect(ask(json(text))).resolves.toBeDefined();
  });

  it('reads other text in stretches', async () => {
    const document: BodyDocument = { ...json(`<html>${'ü'.repeat(100)}`), kind: 'text' };
    expect(await gather(document, '', 70)).toBe(`<html>${'ü'.repeat(100)}`);
    await expect(ask(document, '/a')).rejects.toThrow(GatewayError);
  });

  it('opens any part of 20 MB within half a second of processor time', async () => {
    const message = { role: 'user', content: 'He said: "no\\yes".\n'.repeat(500) };
    const document = json(
      JSON.stringify({ messages: Array.from({ length: 2_000 }, () => message), tools: [] }),
    );
    expect(document.skim.text.length).toBeGreaterThan(20_000_000);
    const { cpuMs } = await leastCpu(500, async () => {
      const { items } = await ask(document, '/messages', 1_900, 50);
      expect(items).toHaveLength(50);
      expect((await ask(document, '/messages/1999/content', 0, 100)).value).toContain('He said');
      return {};
    });
    expect(cpuMs).toBeLessThan(500);
  });
});
