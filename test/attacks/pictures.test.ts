import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keptRows } from '../gateway/kept-pictures.ts';
import { toDataUrl } from '../gateway/read-chat.ts';
import { makePicture } from '../upstreams/picture.ts';
import { type AttackedHouse, openAttackedHouse } from './attacked-house.ts';

let house: AttackedHouse;
beforeAll(async () => {
  house = await openAttackedHouse();
});
afterAll(() => house.close());
beforeEach(() => house.forgetCalls());

const MIB = 1_048_576;

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A PNG of one bit a pixel: gigabytes of pixels from kilobytes. */
function bomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const pixels = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const size16 = (width: number, height: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(width, 0);
  bytes.writeUInt16LE(height, 2);
  return bytes;
};

/** With a palette of two colours. */
const gifHeader = (width: number, height: number): Buffer =>
  Buffer.concat([Buffer.from('GIF89a'), size16(width, height), Buffer.from([0x80, 0, 0, 0, 0, 0, 9, 9, 9])]);

const gifFrame = (width: number, height: number): Buffer =>
  Buffer.concat([
    Buffer.from([0x2c, 0, 0, 0, 0]),
    size16(width, height),
    Buffer.from([0, 2, 2, 0x4c, 0x01, 0, 0x3b]),
  ]);

/** Chunks by their names. */
function webp(...chunks: readonly (string | Buffer)[]): Buffer {
  const parts = chunks.flatMap((name, index) => {
    const data = chunks[index + 1];
    if (typeof name !== 'string' || !Buffer.isBuffer(data)) return [];
    const length = Buffer.alloc(4);
    length.writeUInt32LE(data.length);
    return [Buffer.from(name, 'latin1'), length, data, Buffer.alloc(data.length % 2)];
  });
  const body = Buffer.concat([Buffer.from('WEBP'), ...parts]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([Buffer.from('RIFF'), length, body]);
}

/** Edits that need the pixels: the mask has to be brought to the picture's size. */
async function edit(picture: Buffer, mask: Buffer) {
  const form = new FormData();
  form.append('model', 'gpt-image-2');
  form.append('prompt', 'Make it night');
  form.append('image', new File([new Uint8Array(picture)], 'a.png'));
  form.append('mask', new File([new Uint8Array(mask)], 'mask.png'));
  return house.upload('/v1/images/edits', form);
}

/** By its header alone, as the picture and as its mask. */
async function expectRefused(huge: Buffer): Promise<void> {
  const small = await makePicture({ width: 64, height: 64, format: 'png', alpha: true });
  for (const [picture, mask] of [
    [huge, small],
    [small, huge],
  ] as const) {
    const before = process.memoryUsage().rss;
    const { status, text } = await edit(picture, mask);
    expect([status, text]).toEqual([413, expect.stringContaining('too many pixels')]);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB);
    expect(house.calls('openai')).toEqual([]);
  }
}

describe('a bomb of pixels', () => {
  it('as the picture or its mask is refused by its header, before anything is decoded', async () => {
    const huge = bomb(40_000, 40_000);
    expect(huge.length).toBeLessThan(MIB);
    await expectRefused(huge);
  });

  it.each([
    ['a GIF', gifHeader(65_535, 65_535)],
    ['a WebP with a canvas', webp('VP8X', Buffer.from([0, 0, 0, 0, 0xff, 0x3f, 0, 0xff, 0x3f, 0]))],
    ['a WebP without losses', webp('VP8L', Buffer.from([0x2f, 0xff, 0xff, 0xff, 0x0f, 0]))],
    ['a WebP with losses', webp('VP8 ', Buffer.from([0, 0, 0, 0x9d, 0x01, 0x2a, 0xff, 0x3f, 0xff, 0x3f]))],
  ])('that is %s of thirty bytes is refused by its header too', async (_what, huge) => {
    await expectRefused(huge);
  });

  it.each([
    ['GIF', Buffer.concat([gifHeader(16, 16), gifFrame(65_535, 65_535)])],
    [
      'WebP',
      webp(
        'VP8X',
        Buffer.from([0, 0, 0, 0, 15, 0, 0, 15, 0, 0]),
        'VP8L',
        Buffer.from([0x2f, 0xff, 0xff, 0xff, 0x0f, 0]),
      ),
    ],
  ])('whose %s header says less than is inside takes no memory either', async (_what, liar) => {
    const small = await makePicture({ width: 16, height: 16, format: 'png', alpha: true });
    const before = process.memoryUsage().rss;
    const { status } = await edit(liar, small);
    expect(status).toBeLessThan(500);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB);
  });

  it('from a provider is handed on as it came, but nothing of ours unfolds it', async () => {
    const huge = bomb(40_000, 40_000);
    house.fakes.openai.next({ json: { created: 1, data: [{ b64_json: huge.toString('base64') }] } });
    const before = process.memoryUsage().rss;
    const { status, text } = await house.ask('/v1/images/generations', {
      model: 'gpt-image-2',
      prompt: 'x',
      output_format: 'jpeg',
    });
    expect(status).toBe(200);
    expect(text).toContain('could not be edited');
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * MIB);
  });
});

describe('a file that is two things at once', () => {
  const script = Buffer.from('<script>alert(1)</script><svg onload="alert(1)">');
  it.each(['png', 'jpeg', 'webp'] as const)(
    'a %s with a page behind it is served as the picture it begins as',
    async (format) => {
      const both = Buffer.concat([await makePicture({ width: 64, height: 64, format }), script]);
      house.fakes.openai.next({ json: { created: 1, data: [{ b64_json: both.toString('base64') }] } });
      const { text } = await house.ask('/v1/images/generations', {
        model: 'gpt-image-2',
        prompt: 'x',
        response_format: 'url',
        output_format: format,
      });
      const { data } = JSON.parse(text) as { data: { url: string }[] };
      const response = await fetch(data[0]?.url ?? '');
      expect(response.headers.get('content-type')).toBe(`image/${format}`);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-security-policy')).toContain('sandbox');
    },
  );

  it.each([
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'],
    ['an SVG behind a comment', `<!-- ${'x'.repeat(3_000)} --><svg xmlns="http://www.w3.org/2000/svg"/>`],
    ['a page', '<!doctype html><script>1</script>'],
    ['a PDF', '%PDF-1.7\n1 0 obj'],
    ['an archive', 'PK\u0003\u0004zip'],
    ['a script', '#!/bin/sh\nid'],
  ])('%s that calls itself a PNG is no input', async (_what, text) => {
    const url = toDataUrl(Buffer.from(text), 'image/png');
    const content = [
      { type: 'text', text: 'Night' },
      { type: 'image_url', image_url: { url } },
    ];
    const { status } = await house.ask('/v1/chat/completions', {
      model: 'gpt-image-2',
      messages: [{ role: 'user', content }],
      modalities: ['image'],
    });
    expect(status).toBe(400);
    expect(house.calls('openai')).toEqual([]);
  });
});

describe('what a camera wrote into a photo', () => {
  it('is in nothing that the gateway makes of it; the colour profile is', async () => {
    const photo = await sharp({ create: { width: 128, height: 128, channels: 3, background: '#385' } })
      .withIccProfile('p3')
      .withExif({ IFD0: { Artist: 'Somebody' }, IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' } })
      .jpeg()
      .toBuffer();
    expect((await sharp(photo).metadata()).exif).toBeDefined();
    house.fakes.openai.next({ json: { created: 1, data: [{ b64_json: photo.toString('base64') }] } });
    const { text } = await house.ask('/v1/images/generations', {
      model: 'gpt-image-2',
      prompt: 'x',
      output_format: 'webp',
    });
    const { data } = JSON.parse(text) as { data: { b64_json: string }[] };
    const made = await sharp(Buffer.from(data[0]?.b64_json ?? '', 'base64')).metadata();
    expect(made.format).toBe('webp');
    expect([made.exif, made.xmp]).toEqual([undefined, undefined]);
    expect(made.icc).toBeDefined();
    expect(keptRows(house.gateway.dataDir).at(-1)).toMatchObject({ media_type: 'image/webp' });
  });
});
