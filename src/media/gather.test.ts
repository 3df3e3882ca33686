import { describe, expect, it } from 'vitest';
import { OWNER, pictureStore } from '../../test/media/picture-store.ts';
import { makePicture } from '../../test/upstreams/picture.ts';
import { BytesPayload } from '../contract/payload.ts';
import { HashedBytes } from '../storage/hashed-bytes.ts';

const png = await makePicture({ width: 64, height: 48, format: 'png', label: 'gathered' });
const finished = {
  payload: new BytesPayload(png),
  mediaType: 'image/png',
  width: 64,
  height: 48,
  hasAlpha: false,
};

describe('a client’s picture', () => {
  it('is what its bytes say, whatever the client declared', async () => {
    const { gatherer, scope } = pictureStore();
    const media = { from: 'inline', payload: new BytesPayload(png), declared: 'image/gif' } as const;
    expect(await gatherer.gather(media, 'image', scope)).toMatchObject({
      mediaType: 'image/png',
      width: 64,
      height: 48,
    });
  });

  it('is fetched when it is a URL, and looked at when its head does not say all', async () => {
    const { gatherer, scope, fetched } = pictureStore();
    const media = { from: 'url', url: 'https://example.com/a.gif' } as const;
    const picture = await gatherer.gather(media, 'image', scope);
    expect(picture).toMatchObject({ mediaType: 'image/gif', width: 64, height: 48 });
    expect(fetched).toEqual(['https://example.com/a.gif']);
  });

  it.each([
    ['text', 'hello'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'],
    ['a PDF', '%PDF-1.7 and more'],
  ])('that is %s is refused by its field', async (_what, text) => {
    const { gatherer, scope } = pictureStore();
    const media = { from: 'inline', payload: new BytesPayload(Buffer.from(text)) } as const;
    await expect(gatherer.gather(media, 'messages[0]', scope)).rejects.toMatchObject({
      code: 'invalid_request',
      facts: { field: 'messages[0]' },
    });
  });
});

describe('a picture of the gateway’s own', () => {
  it('comes from the store, by link and by id, with its provider’s mark', async () => {
    const { gatherer, keeper, scope, fetched } = pictureStore();
    const kept = await keeper.keep(finished, { ...OWNER, signature: 'mark' });
    for (const media of [
      { from: 'stored', id: kept.id },
      { from: 'url', url: kept.url },
      { from: 'url', url: kept.url.replace('http://gateway', 'https://proxy.example') },
    ] as const) {
      expect(await gatherer.gather(media, 'image', scope)).toMatchObject({ width: 64, signature: 'mark' });
    }
    expect(fetched).toEqual([]);
  });

  it('is known by its bytes when it comes back inline, where its mark is wanted', async () => {
    const { gatherer, keeper, scope } = pictureStore();
    await keeper.keep(finished, { ...OWNER, signature: 'mark' });
    for (const payload of [new HashedBytes(png), new BytesPayload(png)]) {
      const media = { from: 'inline', payload } as const;
      const marked = { ...scope, marked: true };
      expect(await gatherer.gather(media, 'image', marked)).toMatchObject({ signature: 'mark' });
      expect(await gatherer.gather(media, 'image', scope)).not.toHaveProperty('signature');
    }
  });

  it('is nobody else’s: another project neither reads it by id nor gets its mark', async () => {
    const { gatherer, keeper, scope, fetched } = pictureStore();
    const kept = await keeper.keep(finished, { ...OWNER, signature: 'mark' });
    const stranger = { ...scope, project: 'p2', marked: true };
    await expect(gatherer.gather({ from: 'stored', id: kept.id }, 'file_id', stranger)).rejects.toMatchObject(
      {
        code: 'invalid_request',
        facts: { field: 'file_id' },
      },
    );
    const inline = { from: 'inline', payload: new HashedBytes(png) } as const;
    expect(await gatherer.gather(inline, 'image', stranger)).not.toHaveProperty('signature');
    // Its link is fetched like any other: the signature decides.
    await gatherer.gather({ from: 'url', url: kept.url }, 'image', stranger);
    expect(fetched).toEqual([kept.url]);
  });
});
