import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { sniff } from './sniff.ts';

const picture = (width: number, height: number, channels: 3 | 4) =>
  sharp({ create: { width, height, channels, background: channels === 4 ? '#3698' : '#369' } });
const text = (value: string, encoding: BufferEncoding = 'utf8') => Buffer.from(value, encoding);

describe('sniff', () => {
  it.each([
    ['png', 3],
    ['png', 4],
    ['webp', 3],
    ['webp', 4],
    ['jpeg', 3],
  ] as const)('reads size and alpha of a %s with %i channels', async (format, channels) => {
    const bytes = await picture(321, 123, channels).toFormat(format).toBuffer();
    const found = { mediaType: `image/${format}`, format, width: 321, height: 123, hasAlpha: channels === 4 };
    expect(sniff(bytes)).toEqual(found);
  });

  it.each([3, 4] as const)('reads a lossless WebP with %i channels', async (channels) => {
    const bytes = await picture(300, 7, channels).webp({ lossless: true }).toBuffer();
    expect(sniff(bytes)).toMatchObject({ format: 'webp', width: 300, height: 7, hasAlpha: channels === 4 });
  });

  it('sees the transparency of a PNG with a palette', async () => {
    const clear = sharp({ create: { width: 8, height: 8, channels: 4, background: '#0000' } });
    expect(sniff(await clear.png({ palette: true }).toBuffer())).toMatchObject({ hasAlpha: true });
    expect(sniff(await picture(8, 8, 3).png({ palette: true }).toBuffer())).toMatchObject({
      hasAlpha: false,
    });
  });

  it('finds the frame of a JPEG behind EXIF and a colour profile', async () => {
    const bytes = await picture(200, 100, 3)
      .jpeg()
      .withIccProfile('p3')
      .withExif({ IFD0: { Artist: 'A' } })
      .toBuffer();
    expect(sniff(bytes)).toMatchObject({ width: 200, height: 100 });
  });

  it.each([1, 3, 5, 6, 8])(
    'swaps the sides of a JPEG with EXIF orientation %i as a viewer does',
    async (orientation) => {
      const bytes = await picture(200, 100, 3).jpeg().withMetadata({ orientation }).toBuffer();
      const { autoOrient } = await sharp(bytes).metadata();
      expect(sniff(bytes)).toMatchObject({ width: autoOrient.width, height: autoOrient.height });
    },
  );

  it('reads a progressive JPEG', async () => {
    const bytes = await picture(64, 48, 3).jpeg({ progressive: true }).toBuffer();
    expect(sniff(bytes)).toMatchObject({ width: 64, height: 48 });
  });

  it.each(['gif', 'avif', 'tiff'] as const)('reads the size of a %s', async (format) => {
    const bytes = await picture(64, 48, 3).toFormat(format).toBuffer();
    expect(sniff(bytes)).toMatchObject({ mediaType: `image/${format}`, format, width: 64, height: 48 });
  });

  it('reads a BMP whose rows run downwards', () => {
    const bytes = Buffer.alloc(54);
    bytes.write('BM', 'latin1');
    bytes.writeUInt32LE(40, 14);
    bytes.writeInt32LE(30, 18);
    bytes.writeInt32LE(-20, 22);
    expect(sniff(bytes)).toMatchObject({ format: 'bmp', width: 30, height: 20 });
  });

  it.each([
    ['ftypheic', 'heic'],
    ['ftypmif1\0\0\0\0avif', 'avif'],
    ['ftypmif1\0\0\0\0heic', 'heic'],
  ])('tells %j apart by its brands', (box, format) => {
    const bytes = Buffer.concat([Buffer.alloc(4), text(box, 'latin1')]);
    bytes.writeUInt32BE(bytes.length);
    expect(sniff(bytes)?.format).toBe(format);
  });

  it.each([
    ['<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['\uFEFF  <?xml version="1.0"?>\n<!-- hi --><svg width="1"/>'],
    ['<!DOCTYPE svg PUBLIC "x"><svg>'],
    ['<!-- <html> --><svg>'],
  ])('recognises the SVG %j', (value) =>
    expect(sniff(text(value))).toEqual({ mediaType: 'image/svg+xml', format: 'svg' }),
  );

  it('recognises an SVG in UTF-16', () => {
    expect(sniff(text('\uFEFF<svg/>'.replace('/', ' '), 'utf16le'))?.format).toBe('svg');
  });

  it.each([
    ['<!DOCTYPE html><html><svg>', 'text/html'],
    ['  <html lang="en">', 'text/html'],
    ['<?xml version="1.0"?><Error/>', 'application/xml'],
  ])('recognises %j as %s, no picture', (value, mediaType) =>
    expect(sniff(text(value))).toEqual({ mediaType }),
  );

  it.each([
    '',
    'GIF',
    '{"error":"no"}',
    '\0\0\0\x18ftypisom\0\0\0\0mp42',
    'BM is short for bitmap',
    'RIFF....WAVE',
  ])('knows nothing about %j', (value) => expect(sniff(text(value, 'latin1'))).toBeUndefined());

  it('names the format of a picture whose header is cut off, without a size', async () => {
    for (const format of ['png', 'jpeg', 'webp', 'gif', 'tiff'] as const) {
      const bytes = await picture(64, 48, 3).toFormat(format).toBuffer();
      const cut = sniff(bytes.subarray(0, 12));
      expect([cut?.format, cut?.width]).toEqual([format, format === 'gif' ? 64 : undefined]);
    }
  });

  it('survives any prefix of a real picture', async () => {
    const bytes = await picture(64, 48, 3)
      .jpeg()
      .withExif({ IFD0: { Artist: 'A' } })
      .toBuffer();
    for (let length = 0; length < bytes.length; length += 1) {
      const width = sniff(bytes.subarray(0, length))?.width;
      expect(width === undefined || width === 64).toBe(true);
    }
  });
});
