import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { OWNER, pictureStore } from '../../test/media/picture-store.ts';
import { BytesPayload } from '../contract/payload.ts';

const bytes = Buffer.from('a picture');
const hash = createHash('sha256').update(bytes).digest('hex');
const picture = {
  payload: new BytesPayload(bytes),
  mediaType: 'image/webp',
  width: 64,
  height: 48,
  hasAlpha: true,
};

describe('a kept picture', () => {
  it('has its bytes in the store and a row of its owner before anyone hears of it', async () => {
    const { keeper, rows, blobs } = pictureStore();
    const kept = await keeper.keep(picture, { ...OWNER, signature: 'mark' });
    expect(rows).toEqual([
      {
        ...{ id: kept.id, project: 'p1', keyId: 'k1', requestId: 'req_1', model: 'm', signature: 'mark' },
        ...{ sha256: hash, mediaType: 'image/webp', width: 64, height: 48, hasAlpha: true },
        ...{ traceId: 'req_1', userId: 'u1', prompt: null, parameters: null, thumbnail: null },
        ...{ bytes: bytes.length, createdAt: 1_800_000_000_000 },
      },
    ]);
    expect(Buffer.from((await blobs.open(hash))?.bytes ?? [])).toEqual(bytes);
  });

  it('has an id and a link that works as long as it says', async () => {
    const { keeper, links } = pictureStore();
    const { id, url, urlExpires } = await keeper.keep(picture, OWNER);
    expect(id).toMatch(/^img_[0-9A-Za-z]{20}$/);
    expect(urlExpires).toBe(1_800_000_060);
    expect(url).toMatch(/^http:\/\/gateway\/v1\/files\/images\/[0-9a-f]{64}\.webp\?/);
    const path = url.replace('http://gateway', '');
    expect(links.verify(path, urlExpires)).toEqual({ sha256: hash, extension: 'webp' });
    expect(links.verify(path, urlExpires + 1)).toBeUndefined();
  });

  it('is stored once but has a row for each time it was drawn', async () => {
    const { keeper, rows } = pictureStore();
    const [one, two] = [await keeper.keep(picture, OWNER), await keeper.keep(picture, OWNER)];
    expect(one.id).not.toBe(two.id);
    expect(rows.map((row) => row.sha256)).toEqual([hash, hash]);
  });
});
