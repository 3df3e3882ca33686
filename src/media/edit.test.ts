import sharp, { type OutputInfo, type Sharp } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { BytesPayload, type Payload, type Spool } from '../contract/payload.ts';
import { createEditor } from './edit.ts';
import type { Edit } from './edits.ts';
import { sniff } from './sniff.ts';

const editor = createEditor({ threads: 1, maxPixels: () => 4_000_000 });
afterAll(() => editor.close());

const spool: Spool = {
  open() {
    const chunks: Uint8Array[] = [];
    return {
      write: (chunk) => void chunks.push(Uint8Array.from(chunk)),
      finish: async () => new BytesPayload(Buffer.concat(chunks)),
      abort: async () => {},
    };
  },
};

/** A picture in which no two neighbours are alike, so that every shift shows. */
function photo(width: number, height: number, channels: 3 | 4 = 3) {
  const data = new Uint8Array(width * height * channels);
  for (let at = 0; at < width * height; at += 1) {
    const [x, y] = [at % width, Math.floor(at / width)];
    data.set([(x * 3) % 256, (y * 5) % 256, (x * y) % 256, 200].slice(0, channels), at * channels);
  }
  return sharp(data, { raw: { width, height, channels } });
}

const plain = (width: number, height: number, background: string) =>
  sharp({ create: { width, height, channels: 4, background } });

const payload = async (image: Sharp): Promise<Payload> => new BytesPayload(await image.toBuffer());
const bytes = (from: Payload): Uint8Array => from.bytes ?? new Uint8Array();
const pixels = async (from: Payload) =>
  (await sharp(bytes(from)).ensureAlpha().raw().toBuffer({ resolveWithObject: true })) as {
    data: Buffer;
    info: OutputInfo;
  };
const at = async (from: Payload, x: number, y: number): Promise<number[]> => {
  const { data, info } = await pixels(from);
  return [...data.subarray((y * info.width + x) * 4, (y * info.width + x) * 4 + 4)];
};
const encode = (format: 'png' | 'jpeg' | 'webp', quality = 100): Edit => ({ do: 'encode', format, quality });

/** A mask of the given size: transparent (repaint) in the rectangle, black elsewhere. */
async function maskOf(
  width: number,
  height: number,
  [left, top, w, h]: readonly [number, number, number, number],
) {
  const hole = {
    input: { create: { width: w, height: h, channels: 4 as const, background: '#fff' } },
    left,
    top,
  };
  return payload(
    plain(width, height, '#000')
      .composite([{ ...hole, blend: 'dest-out' }])
      .png(),
  );
}

describe('apply', () => {
  it('scales to cover and cuts off what sticks out', async () => {
    const source = await payload(photo(400, 200).png());
    const done = await editor.apply(
      source,
      [{ do: 'resize', size: { width: 64, height: 64 } }, encode('png')],
      spool,
    );
    expect(done).toMatchObject({ width: 64, height: 64, mediaType: 'image/png', hasAlpha: false });
    expect(sniff(done.payload.head)).toMatchObject({ format: 'png', width: 64, height: 64 });
  });

  it.each(['png', 'jpeg', 'webp'] as const)('encodes as %s', async (format) => {
    const done = await editor.apply(await payload(photo(40, 30).png()), [encode(format)], spool);
    expect((await sharp(bytes(done.payload)).metadata()).format).toBe(format);
    expect(done.mediaType).toBe(`image/${format}`);
  });

  it('compresses harder with lower quality, and survives quality 0', async () => {
    const source = await payload(photo(200, 200).png());
    const sizes: number[] = [];
    for (const quality of [0, 50, 100]) {
      const done = await editor.apply(source, [encode('webp', quality)], spool);
      sizes.push(done.payload.size);
    }
    expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
    expect(new Set(sizes).size).toBe(3);
  });

  it('makes transparent pixels white', async () => {
    const source = await payload(plain(8, 8, '#ff000000').png());
    const done = await editor.apply(source, [{ do: 'flatten' }, encode('png')], spool);
    expect(done.hasAlpha).toBe(false);
    expect(await at(done.payload, 4, 4)).toEqual([255, 255, 255, 255]);
  });

  it('never turns transparency black in a JPEG', async () => {
    const done = await editor.apply(await payload(plain(8, 8, '#00000000').png()), [encode('jpeg')], spool);
    expect((await at(done.payload, 4, 4)).every((value) => value > 250)).toBe(true);
  });

  it('keeps transparency in PNG and WebP', async () => {
    const source = await payload(plain(8, 8, '#12345600').png());
    for (const format of ['png', 'webp'] as const) {
      const done = await editor.apply(source, [encode(format)], spool);
      expect((await at(done.payload, 4, 4))[3]).toBe(0);
    }
  });

  it('turns a picture as its EXIF says and strips the tag', async () => {
    const source = await payload(photo(40, 20).jpeg().withMetadata({ orientation: 6 }));
    const done = await editor.apply(source, [encode('png')], spool);
    const { orientation, exif } = await sharp(bytes(done.payload)).metadata();
    expect({ width: done.width, height: done.height, orientation, exif }).toEqual({ width: 20, height: 40 });
  });

  it('keeps a colour profile', async () => {
    const source = await payload(photo(20, 20).jpeg().withIccProfile('p3'));
    const done = await editor.apply(
      source,
      [{ do: 'resize', size: { width: 10, height: 10 } }, encode('png')],
      spool,
    );
    expect((await sharp(bytes(done.payload)).metadata()).hasProfile).toBe(true);
  });

  it('draws the watermark at the bottom right only', async () => {
    const source = await payload(plain(400, 300, '#3366cc').png());
    const done = await editor.apply(source, [{ do: 'watermark', text: 'AI & I' }, encode('png')], spool);
    const { data, info } = await pixels(done.payload);
    const changed = [...Array(info.width * info.height).keys()].filter((index) => data[index * 4] !== 0x33);
    expect(changed.length).toBeGreaterThan(50);
    expect(changed.every((index) => index % 400 > 200 && Math.floor(index / 400) > 250)).toBe(true);
  });
});

describe('apply restore', () => {
  const size = { width: 300, height: 280 };
  const inside = [100, 90, 80, 60] as const;

  async function restored(original: Sharp, repainted: Sharp) {
    const edits: Edit[] = [
      { do: 'restore', original: await payload(original), mask: await maskOf(300, 280, inside) },
      encode('png'),
    ];
    return editor.apply(await payload(repainted), edits, spool);
  }

  it('leaves every pixel outside the mask exactly as it was and repaints inside', async () => {
    const original = photo(300, 280, 4).png();
    const done = await restored(original, plain(512, 478, '#00ff00').png());
    const [before, after] = [await pixels(await payload(original)), await pixels(done.payload)];
    let [outside, painted] = [0, 0];
    for (let index = 0; index < size.width * size.height; index += 1) {
      const [x, y] = [index % 300, Math.floor(index / 300)];
      const isInside = x >= 100 && x < 180 && y >= 90 && y < 150;
      const same = before.data
        .subarray(index * 4, index * 4 + 4)
        .equals(after.data.subarray(index * 4, index * 4 + 4));
      if (!isInside && !same) outside += 1;
      if (isInside && after.data[index * 4 + 1] === 255 && after.data[index * 4] === 0) painted += 1;
    }
    expect({ outside, framingMoved: done.framingMoved }).toEqual({ outside: 0, framingMoved: false });
    expect(painted).toBeGreaterThan(70 * 50);
  });

  it('keeps the pixels of an original that carries an sRGB profile', async () => {
    const original = photo(300, 280).png().withIccProfile('srgb');
    const done = await restored(original, plain(300, 280, '#00ff00').png());
    const raw = await sharp(await original.toBuffer(), { ignoreIcc: true })
      .ensureAlpha()
      .raw()
      .toBuffer();
    const { data } = await pixels(done.payload);
    expect(data.subarray(0, 300 * 4 * 80).equals(raw.subarray(0, 300 * 4 * 80))).toBe(true);
  });

  it('has an alpha channel only where something can be seen through', async () => {
    const opaque = await restored(photo(300, 280).png(), plain(300, 280, '#00ff00').png());
    expect(opaque.hasAlpha).toBe(false);
    const glass = await restored(photo(300, 280, 4).png(), plain(300, 280, '#00ff00').png());
    expect(glass.hasAlpha).toBe(true);
  });

  it('notices that the model moved the framing and restores nothing', async () => {
    const scene = sharp(
      Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="280"><rect width="300" height="280" fill="#fff"/><circle cx="60" cy="60" r="40"/><rect x="200" y="180" width="70" height="80"/><rect x="20" y="200" width="90" height="20"/></svg>',
      ),
    );
    const shifted = scene.clone().png().toBuffer();
    const moved = sharp(await shifted)
      .extend({ left: 18, background: '#fff' })
      .extract({ left: 0, top: 0, ...size });
    expect((await restored(scene.clone().png(), moved.png())).framingMoved).toBe(true);
    expect((await restored(scene.clone().png(), scene.clone().png())).framingMoved).toBe(false);
  });
});

describe('prepareMask', () => {
  it('passes a transparent mask on and names the box around the area', async () => {
    const picture = await payload(photo(64, 48).png());
    const made = await editor.prepareMask(await maskOf(64, 48, [10, 12, 20, 8]), picture, spool);
    expect(made).toMatchObject({
      box: { left: 10, top: 12, width: 20, height: 8 },
      fromBlackAndWhite: false,
    });
    expect(made.resizedFrom).toBeUndefined();
    expect((await at(made.payload, 15, 15))[3]).toBe(0);
    expect((await at(made.payload, 5, 5))[3]).toBe(255);
    expect(await at(made.reference, 15, 15)).toEqual([255, 255, 255, 255]);
    expect(await at(made.reference, 5, 5)).toEqual([0, 0, 0, 255]);
  });

  it('takes white for "repaint" in a mask without transparency, and scales it to the picture', async () => {
    const white = {
      input: { create: { width: 8, height: 8, channels: 3 as const, background: '#fff' } },
      left: 4,
      top: 4,
    };
    const mask = await payload(plain(32, 24, '#000').composite([white]).removeAlpha().png());
    const made = await editor.prepareMask(mask, await payload(photo(64, 48).png()), spool);
    expect(made).toMatchObject({
      box: { left: 8, top: 8, width: 16, height: 16 },
      fromBlackAndWhite: true,
      resizedFrom: { width: 32, height: 24 },
    });
  });

  it('refuses a mask that marks nothing', async () => {
    const picture = await payload(photo(16, 16).png());
    for (const mask of [plain(16, 16, '#000').png(), photo(16, 16).png()]) {
      const attempt = editor.prepareMask(await payload(mask), picture, spool);
      await expect(attempt).rejects.toMatchObject({ code: 'invalid_request' });
    }
  });
});

describe('render', () => {
  const svg = (body: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60">${body}</svg>`;

  it.each(['png', 'jpeg', 'webp'] as const)('draws an SVG as %s', async (format) => {
    const drawn = await editor.render(svg('<rect width="120" height="60" fill="#f00"/>'), { format }, spool);
    expect(sniff(drawn.head)).toMatchObject({ format, width: 120, height: 60 });
    expect((await at(drawn, 60, 30))[0]).toBeGreaterThan(240);
  });

  it('draws over a picture, inside the mask only', async () => {
    const under = await payload(plain(60, 30, '#0000ff').png());
    const mask = await maskOf(120, 60, [0, 0, 60, 60]);
    const red = svg('<rect width="120" height="60" fill="#f00"/>');
    const drawn = await editor.render(red, { format: 'png', under, mask }, spool);
    expect(await at(drawn, 30, 30)).toEqual([255, 0, 0, 255]);
    expect(await at(drawn, 90, 30)).toEqual([0, 0, 255, 255]);
  });
});

describe('limits', () => {
  it('refuses more pixels than allowed before decoding', async () => {
    const source = await payload(plain(2100, 2000, '#fff').png());
    await expect(editor.apply(source, [encode('png')], spool)).rejects.toMatchObject({ code: 'too_large' });
  });

  it('refuses SVG and other markup', async () => {
    const source = new BytesPayload(
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    );
    await expect(editor.inspect(source)).rejects.toMatchObject({ code: 'unsupported_media_type' });
  });

  it('calls a damaged picture a bad request', async () => {
    const whole = bytes(await payload(photo(200, 200).png()));
    const source = new BytesPayload(whole.subarray(0, 300));
    await expect(editor.apply(source, [encode('png')], spool)).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });

  it('leaves the payload readable for its owner', async () => {
    const source = await payload(photo(20, 20).png());
    await editor.apply(source, [encode('webp')], spool);
    expect(bytes(source).byteLength).toBe(source.size);
    expect(source.size).toBeGreaterThan(0);
  });
});

describe('inspect', () => {
  it('names format, size and alpha of what needs decoding too', async () => {
    expect(await editor.inspect(await payload(photo(33, 22, 4).avif()))).toMatchObject({
      format: 'avif',
      width: 33,
      height: 22,
    });
    const png = await payload(photo(33, 22, 4).png());
    expect(await editor.inspect(png)).toEqual({
      mediaType: 'image/png',
      format: 'png',
      width: 33,
      height: 22,
      hasAlpha: true,
    });
  });
});
