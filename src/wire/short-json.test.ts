import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arrive, json } from '../../test/arbitraries/wire.ts';
import { memorySpool } from '../storage/memory/spool.ts';
import { readJson, readShortJson, SCAN_THRESHOLD } from './json-scan.ts';

const inPieces = (text: string) => readJson(arrive([text]), { spool: memorySpool() });

it('a short body is read as it would be in pieces', async () => {
  await fc.assert(
    fc.asyncProperty(json(), async (value) => {
      const text = JSON.stringify(value);
      fc.pre(Buffer.byteLength(text) < SCAN_THRESHOLD);
      expect(readShortJson(Buffer.from(text))).toEqual(await inPieces(text));
    }),
  );
});

it('a byte order mark before it is passed over', () => {
  expect(readShortJson(Buffer.from('\uFEFF{"a":1}'))).toEqual({ a: 1 });
});

it.each(['', '{"a":', '{"a":1}}', `${'['.repeat(257)}${']'.repeat(257)}`])(
  'is refused where the same in pieces is, in the same words: %s',
  async (text) => {
    const refusal = await inPieces(text).catch((error: Error) => error.message);
    expect(() => readShortJson(Buffer.from(text))).toThrow(String(refusal));
  },
);
