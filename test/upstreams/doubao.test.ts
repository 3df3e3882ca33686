import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDoubao } from './doubao.ts';
import type { Fake } from './fake.ts';
import { inspectPicture, makePicture } from './picture.ts';

let ark: Fake;
beforeAll(async () => {
  ark = await startDoubao();
});
afterAll(() => ark.close());

async function ask(body: object) {
  const response = await fetch(`${ark.url}/api/v3/images/generations`, {
    method: 'POST',
    headers: { authorization: 'Bearer ark-test', 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: 'a kite', watermark: false, response_format: 'b64_json', ...body }),
  });
  const { data, error } = (await response.json()) as {
    data?: { b64_json?: string; url?: string; size: string }[];
    error?: { code: string; param: string };
  };
  return {
    status: response.status,
    item: data?.[0],
    bytes: Buffer.from(data?.[0]?.b64_json ?? '', 'base64'),
    error,
  };
}

const v40 = { model: 'doubao-seedream-4-0-250828', size: '1024x1024' };
const pro = { model: 'doubao-seedream-5-0-pro-260628', size: '1K' };
const url = async (format: 'png' | 'jpeg', alpha = false, type: string = format) => {
  const bytes = await makePicture({ width: 64, height: 48, format, alpha });
  return `data:image/${type};base64,${bytes.toString('base64')}`;
};

describe('the imitation of Ark', () => {
  it('answers 4.x with a JPEG of the asked size', async () => {
    const { item, bytes } = await ask(v40);
    expect(item?.size).toBe('1024x1024');
    expect(await inspectPicture(bytes)).toMatchObject({ width: 1024, height: 1024, format: 'jpeg' });
  });

  it.each([
    ['output_format on 4.x', { ...v40, output_format: 'png' }, 'output_format'],
    ['seed on 4.x', { ...v40, seed: 1 }, 'seed'],
    [
      'groups on pro, even switched off',
      { ...pro, sequential_image_generation: 'disabled' },
      'sequential_image_generation',
    ],
    ['webp', { ...pro, output_format: 'webp' }, 'output_format'],
    ['few pixels on 4.5', { model: 'doubao-seedream-4-5-251128', size: '1024x1024' }, 'size'],
    ['a tier the version lacks', { ...pro, size: '4K' }, 'size'],
    ['a size of a shape beyond 1:16', { ...v40, size: '8000x400' }, 'size'],
    [
      'transparency where nothing is edited',
      { ...pro, output_format: 'png', background: 'transparent' },
      'background',
    ],
    ['fields of other providers', { ...v40, n: 2 }, 'n'],
  ])('refuses %s', async (_what, body, param) => {
    expect(await ask(body)).toMatchObject({ status: 400, error: { code: 'InvalidParameter', param } });
  });

  it('refuses an upper-case media type and an eleventh reference', async () => {
    const shouted = await ask({ ...pro, image: await url('png', false, 'PNG') });
    expect(shouted.error?.code).toBe('InvalidImageURL.InvalidFormat');
    const many = await ask({ ...pro, image: Array.from({ length: 11 }, () => 'data:,') });
    expect(many.error).toMatchObject({ code: 'InvalidParameter', param: 'image' });
  });

  it('leaves pixels out when one transparent PNG is edited', async () => {
    const image = await url('png', true);
    const { bytes } = await ask({ ...pro, image, output_format: 'png', background: 'transparent' });
    expect((await inspectPicture(bytes)).hasAlpha).toBe(true);
  });

  it('marks pictures unless told not to, and links to them unless told not to', async () => {
    const [marked, plain] = [await ask({ ...v40, watermark: undefined }), await ask(v40)];
    expect(marked.bytes.equals(plain.bytes)).toBe(false);
    const { item } = await ask({ ...v40, response_format: undefined });
    const linked = await fetch(item?.url ?? '');
    expect(Buffer.from(await linked.arrayBuffer()).equals(plain.bytes)).toBe(true);
  });

  it('refuses forbidden words as sensitive', async () => {
    const refused = await ask({ ...v40, prompt: 'something forbidden' });
    expect(refused.error?.code).toBe('InputTextSensitiveContentDetected');
  });
});
