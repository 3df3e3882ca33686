import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BytesPayload } from '../../contract/payload.ts';
import { member, SplicedString, type Tree } from '../../contract/tree.ts';
import { createMemoryBlobs } from '../../storage/memory/blobs.ts';
import { freeze, thaw } from './frozen-tree.ts';

const picture = new BytesPayload(Buffer.from('a picture'));
const dataUrl = SplicedString.of('data:image/png;base64,', picture);

describe('a frozen tree', () => {
  it('is any tree again', async () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('$spliced', 'sha256', '__proto__'));
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, 7, 'data:', 'text'),
        fc.string(),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(tree, async (before) => {
        const blobs = createMemoryBlobs();
        expect(await thaw(await freeze(before, blobs), blobs)).toEqual(before);
      }),
    );
  });

  it('has its pictures in the blob store, short ones too, and finds them there', async () => {
    const blobs = createMemoryBlobs();
    const json = await freeze({ long: dataUrl, short: dataUrl.toText() ?? '' }, blobs);
    expect(json).not.toContain(Buffer.from('a picture').toString('base64'));
    const thawed = await thaw(json, blobs);
    for (const name of ['long', 'short']) {
      const spliced = member(thawed, name);
      expect(spliced instanceof SplicedString && spliced.toText()).toBe(dataUrl.toText());
    }
  });

  it('reads no blob for a hash that a client wrote', async () => {
    const blobs = createMemoryBlobs();
    const { sha256 } = await blobs.keep(picture);
    const forged = { $spliced: [{ sha256 }] };
    expect(await thaw(await freeze(forged, blobs), blobs)).toEqual(forged);
  });

  it('has null where a picture was deleted', async () => {
    const blobs = createMemoryBlobs();
    const json = await freeze({ url: dataUrl }, blobs);
    const { sha256 } = await blobs.keep(picture);
    await blobs.delete(sha256);
    expect(await thaw(json, blobs)).toEqual({ url: null });
  });
});
