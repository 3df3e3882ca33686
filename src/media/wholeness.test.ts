import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { BytesPayload } from '../contract/payload.ts';
import { createEditor } from './edit.ts';
import { isWhole } from './wholeness.ts';

const editor = createEditor({ threads: 1 });
afterAll(() => editor.close());

const draw = (format: 'png' | 'jpeg' | 'webp' | 'gif' | 'avif' | 'tiff'): Promise<Buffer> =>
  sharp({
    create: {
      width: 300,
      height: 200,
      channels: 3,
      background: '#fff',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })
    .toFormat(format)
    .toBuffer();

const FORMATS = ['png', 'jpeg', 'webp', 'gif', 'avif', 'tiff'] as const;

describe.each(FORMATS)('a picture as %s', (format) => {
  it('is whole as it was written', async () => {
    expect(await isWhole(new BytesPayload(await draw(format)), format, editor.decodes)).toBe(true);
  });

  it.each([0.5, 0.9])('is not whole with %d of its bytes', async (share) => {
    const bytes = await draw(format);
    const cut = new BytesPayload(bytes.subarray(0, Math.floor(bytes.length * share)));
    expect(await isWhole(cut, format, editor.decodes)).toBe(false);
  });
});

it('asks the decoder only where the end does not tell', async () => {
  const png = await draw('png');
  const asked: number[] = [];
  const decodes = async ({ size }: { readonly size: number }) => asked.push(size) > 0;
  await isWhole(new BytesPayload(png), 'png', decodes);
  expect(asked).toEqual([]);
  await isWhole(new BytesPayload(Buffer.concat([png, Buffer.from('more')])), 'png', decodes);
  expect(asked).toEqual([png.length + 4]);
});
