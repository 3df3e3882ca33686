import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrive, asText, cut, cuts, gather, json } from '../../test/arbitraries/wire.ts';
import { BytesPayload } from '../contract/payload.ts';
import { SplicedString, type Tree } from '../contract/tree.ts';
import { memorySpool } from '../storage/memory/spool.ts';
import { readJson } from './json-scan.ts';
import { writeJson } from './json-write.ts';

const PICTURE = Buffer.alloc(100_000, 'picture');

describe('writeJson', () => {
  it('undoes what the scanner did: the same JSON with the announced length', async () => {
    await fc.assert(
      fc.asyncProperty(json(), cuts(), fc.integer({ min: 4, max: 40 }), async (value, places, threshold) => {
        const text = JSON.stringify(value);
        const source = arrive(cut(Buffer.from(text), places));
        const body = writeJson(await readJson(source, { spool: memorySpool(), threshold }));
        const written = await gather(body.chunks());
        expect(written.toString()).toBe(JSON.stringify(JSON.parse(text)));
        expect(written.length).toBe(body.length);
      }),
      { numRuns: 500 },
    );
  });

  it('gives the whole at once where no payload is inside', () => {
    expect(writeJson({ a: [1, 'ü'] }).bytes).toEqual(Buffer.from('{"a":[1,"ü"]}'));
    expect(writeJson({ a: SplicedString.of('', new BytesPayload(PICTURE)) }).bytes).toBeUndefined();
  });

  it('leaves out members that are undefined', () => {
    expect(writeJson({ a: undefined, b: 1 }).bytes).toEqual(Buffer.from('{"b":1}'));
  });

  it('escapes the text around a payload', async () => {
    const string = new SplicedString([
      '"\n\\ü\ud83d',
      new BytesPayload(PICTURE),
      '\u0000"',
      new BytesPayload(PICTURE),
    ]);
    const tree: Tree = { a: [string, 'plain', string] };
    const written = await gather(writeJson(tree).chunks());
    expect(JSON.parse(written.toString())).toEqual(asText(tree));
  });

  it('can be sent a second time', async () => {
    const body = writeJson([SplicedString.of('data:image/png;base64,', new BytesPayload(PICTURE))]);
    expect(await gather(body.chunks())).toEqual(await gather(body.chunks()));
  });
});
