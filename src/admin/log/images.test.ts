import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LogHouse, openLogHouse } from '../../../test/admin/log-house.ts';
import { NOON } from '../../../test/contract/log-entries.ts';
import { BytesPayload } from '../../contract/payload.ts';
import type { ImageRow } from '../../storage/ports.ts';

let house: LogHouse;
beforeEach(async () => {
  house = await openLogHouse();
});
afterEach(() => house.close());

const PICTURE = await sharp({ create: { width: 1200, height: 600, channels: 3, background: '#c33' } })
  .png()
  .toBuffer();

async function keep(row: Partial<ImageRow> = {}): Promise<string> {
  const { sha256 } = await house.blobs.keep(new BytesPayload(PICTURE));
  await house.records.images.insert({
    ...{
      id: 'img_1',
      project: 'default',
      keyId: 'key_1',
      userId: null,
      requestId: 'req_1',
      traceId: null,
      sha256,
    },
    ...{
      mediaType: 'image/png',
      width: 1200,
      height: 600,
      bytes: PICTURE.length,
      hasAlpha: false,
      model: 'm',
    },
    ...{
      signature: null,
      prompt: 'A red kite',
      parameters: { size: '1200x600' },
      thumbnail: null,
      createdAt: NOON,
    },
    ...row,
  });
  return sha256;
}

describe('GET …/images', () => {
  it('lists pictures with prompt and parameters, and finds words of the prompt', async () => {
    await keep();
    await keep({ id: 'img_2', prompt: 'The sea', createdAt: NOON + 1 });
    expect((await house.get('images')).json().items.map(({ id }: ImageRow) => id)).toEqual([
      'img_2',
      'img_1',
    ]);
    const { items } = (await house.get('images?text=KITE')).json();
    expect(items).toMatchObject([{ id: 'img_1', prompt: 'A red kite', parameters: { size: '1200x600' } }]);
    expect(items[0]).not.toHaveProperty('sha256');
  });
});

describe('GET …/thumbnail', () => {
  it('is a small WebP of the same shape that caches may keep for good', async () => {
    await keep();
    const reply = await house.get('images/img_1/thumbnail');
    expect(reply.headers['content-type']).toBe('image/webp');
    expect(reply.headers['cache-control']).toBe('private, max-age=31536000, immutable');
    const { format, width, height } = await sharp(reply.rawPayload).metadata();
    expect([format, width, height]).toEqual(['webp', 384, 192]);
    const { dominant } = await sharp(reply.rawPayload).stats();
    expect([dominant.r > 180, dominant.g < 80]).toEqual([true, true]);
    const again = await house.get('images/img_1/thumbnail', { 'if-none-match': String(reply.headers.etag) });
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
  });

  it('is made once and kept', async () => {
    await keep();
    const [one, two] = await Promise.all([
      house.get('images/img_1/thumbnail'),
      house.get('images/img_1/thumbnail'),
    ]);
    expect(one.rawPayload.equals(two.rawPayload)).toBe(true);
    const row = await house.records.images.find('default', 'img_1');
    const kept = await house.blobs.open(row?.thumbnail ?? '');
    expect(Buffer.from(kept?.bytes ?? []).equals(one.rawPayload)).toBe(true);
  });

  it('says so when the bytes are gone', async () => {
    await house.blobs.delete(await keep());
    const reply = await house.get('images/img_1/thumbnail');
    expect([reply.statusCode, reply.json().error.code]).toEqual([404, 'not_found']);
  });
});

describe('a picture', () => {
  it('is served byte for byte, for looking at or to be saved', async () => {
    await keep();
    const shown = await house.get('images/img_1/file');
    expect(shown.rawPayload.equals(PICTURE)).toBe(true);
    expect(shown.headers['content-type']).toBe('image/png');
    const saved = await house.get('images/img_1/file?download=true');
    expect(saved.headers['content-disposition']).toBe('attachment; filename="img_1.png"');
  });

  it('has a link that works as long as it was asked for', async () => {
    const sha256 = await keep();
    const { url, expiresAt } = (await house.send('POST', 'images/img_1/link', { hours: 2 })).json();
    expect(expiresAt).toBe(NOON + 7_200_000);
    const { origin, pathname, search } = new URL(url);
    expect(origin).toBe('https://ai.example.com');
    expect(house.links.verify(pathname + search, expiresAt / 1000 - 1)?.sha256).toBe(sha256);
    expect(house.links.verify(pathname + search, expiresAt / 1000 + 1)).toBeUndefined();
  });

  it('is deleted in its own project only', async () => {
    await keep();
    await keep({ id: 'img_2', project: 'other' });
    expect((await house.send('DELETE', 'images/img_2')).statusCode).toBe(404);
    expect((await house.send('DELETE', 'images/img_1')).statusCode).toBe(204);
    expect((await house.get('images/img_1')).statusCode).toBe(404);
  });
});
