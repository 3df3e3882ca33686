import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fake } from './fake.ts';
import { startOpenAi } from './openai.ts';
import { inspectPicture, isSeeThrough, makePicture } from './picture.ts';

let fake: Fake;
beforeAll(async () => {
  fake = await startOpenAi({ transparentPreview: false });
});
afterAll(() => fake.close());

const headers = { authorization: 'Bearer sk-test' };
const post = (path: string, body: object) =>
  fetch(`${fake.url}/v1${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const generate = (fields: object) =>
  post('/images/generations', { model: 'gpt-image-2', prompt: 'A kite', ...fields });

interface Body {
  readonly error?: { readonly code: string; readonly param: string | null };
  readonly data?: readonly { readonly b64_json: string }[];
}
const read = async (response: Promise<Response>): Promise<Body> => (await (await response).json()) as Body;

async function edit(files: Record<string, Blob>): Promise<Body> {
  const form = new FormData();
  form.append('model', 'gpt-image-2');
  form.append('prompt', 'A hat');
  for (const [name, file] of Object.entries(files)) form.append(name, file, `${name}.png`);
  return read(fetch(`${fake.url}/v1/images/edits`, { method: 'POST', headers, body: form }));
}
const file = (bytes: Buffer, type = 'image/png') => new Blob([new Uint8Array(bytes)], { type });

describe('the fake OpenAI', () => {
  it.each([
    [{ seed: 1 }, 'unknown_parameter', 'seed'],
    [{ response_format: 'b64_json' }, 'unknown_parameter', 'response_format'],
    [{ watermark: true }, 'unknown_parameter', 'watermark'],
    [{ size: '256x256' }, 'invalid_value', 'size'],
    [{ size: '1000x1000' }, 'invalid_value', 'size'],
    [{ size: '3840x1024' }, 'invalid_value', 'size'],
    [{ model: 'gpt-image-1.5', size: '1280x768' }, 'invalid_value', 'size'],
    [{ quality: 'hd' }, 'invalid_value', 'quality'],
    [{ quality: 'max' }, 'invalid_value', 'quality'],
    [{ background: 'transparent' }, 'invalid_value', 'background'],
    [
      { model: 'gpt-image-1.5', background: 'transparent', output_format: 'jpeg' },
      'invalid_value',
      'background',
    ],
    [{ output_compression: 50 }, 'invalid_value', 'output_compression'],
    [{ partial_images: 1 }, 'invalid_value', 'partial_images'],
    [{ n: 11 }, 'invalid_value', 'n'],
    [{ prompt: 'forbidden' }, 'moderation_blocked', null],
    [{ model: 'gpt-image-1' }, 'model_not_found', null],
  ])('refuses %j', async (fields, code, param) => {
    expect((await read(generate(fields))).error).toMatchObject({ code, param });
  });

  it('draws what was asked', async () => {
    const asked = {
      model: 'gpt-image-2.5-flare',
      background: 'transparent',
      output_format: 'webp',
      size: '1280x768',
    };
    const { data } = await read(generate(asked));
    const picture = Buffer.from(data?.[0]?.b64_json ?? '', 'base64');
    expect(await inspectPicture(picture)).toMatchObject({ width: 1280, height: 768, format: 'webp' });
    expect(await isSeeThrough(picture)).toBe(true);
  });

  it('takes a typed file with a mask of its size and nothing less', async () => {
    const picture = await makePicture({ width: 64, height: 64, format: 'png' });
    const mask = await makePicture({ width: 64, height: 64, format: 'png', alpha: true });
    const small = await makePicture({ width: 32, height: 64, format: 'png', alpha: true });
    expect((await edit({ image: file(picture), mask: file(mask) })).data).toHaveLength(1);
    const untyped = await edit({ image: file(picture, 'application/octet-stream') });
    expect(untyped.error?.code).toBe('unsupported_file_mimetype');
    for (const bad of [small, picture]) {
      expect((await edit({ image: file(picture), mask: file(bad) })).error?.code).toBe('invalid_image_file');
    }
    expect((await edit({ mask: file(mask) })).error?.code).toBe('missing_required_parameter');
  });

  it('serves the retired model only as a relay would', async () => {
    const relay = await startOpenAi({ serveRetired: true });
    const body = JSON.stringify({ model: 'gpt-image-1', prompt: 'A kite' });
    const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body };
    expect((await fetch(`${relay.url}/v1/images/generations`, init)).status).toBe(200);
    await relay.close();
  });

  it.each([
    ['/chat/completions', { model: 'gpt-5-mini', messages: [], modalities: ['image'] }, 'invalid_value'],
    ['/chat/completions', { model: 'gpt-5-mini', messages: [], max_tokens: 5 }, 'unsupported_parameter'],
    ['/chat/completions', { model: 'gpt-image-2', messages: [] }, 'model_not_found'],
    ['/responses', { model: 'gpt-5-mini', input: [], n: 2 }, 'unknown_parameter'],
    [
      '/responses',
      { model: 'gpt-5-mini', input: [], tools: [{ type: 'image_generation', n: 2 }] },
      'unknown_parameter',
    ],
    ['/responses', { model: 'gpt-image-2', input: [] }, 'model_not_found'],
  ])('refuses at %s %j', async (path, body, code) => {
    expect((await read(post(path, body))).error?.code).toBe(code);
  });
});
