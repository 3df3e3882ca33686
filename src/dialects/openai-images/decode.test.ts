import { describe, expect, it } from 'vitest';
import type { FormEntry } from '../../contract/dialect.ts';
import { BytesPayload } from '../../contract/payload.ts';
import type { Tree } from '../../contract/tree.ts';
import { decodeImages } from './decode.ts';

const URL = `data:image/png;base64,${Buffer.from('picture').toString('base64')}`;
const query = { path: '/v1/images', params: {}, headers: {} };
const json = (task: Parameters<typeof decodeImages>[0], tree: object) =>
  decodeImages(task)({
    ...query,
    body: { kind: 'json', tree: { model: 'm', prompt: 'A kite', ...tree } as Tree },
  });
const form = (task: Parameters<typeof decodeImages>[0], ...entries: readonly FormEntry[]) =>
  decodeImages(task)({
    ...query,
    body: {
      kind: 'form',
      entries: [{ name: 'model', value: 'm' }, { name: 'prompt', value: 'A kite' }, ...entries],
    },
  });
const file = (name: string, bytes = 'picture'): FormEntry => ({
  name,
  payload: new BytesPayload(Buffer.from(bytes)),
  fileName: 'a.png',
  mediaType: 'image/png',
});

describe('an images request', () => {
  it('in JSON has its parameters at the top level', () => {
    const request = json('generate', {
      n: 2,
      size: '1536x1024',
      output_format: 'jpg',
      output_compression: 80,
    });
    expect(request).toMatchObject({
      operation: 'image',
      task: 'generate',
      wishes: { count: 2, size: { width: 1536, height: 1024 }, format: 'jpeg', compression: 80 },
      fields: { count: 'n', size: 'size', format: 'output_format' },
    });
  });

  it('in a form has the same, numbers and booleans out of text', () => {
    const request = form(
      'edit',
      file('image'),
      { name: 'n', value: '2' },
      { name: 'watermark', value: 'true' },
      { name: 'stream', value: 'true' },
      { name: 'size', value: 'auto' },
    );
    expect(request).toMatchObject({ stream: true, wishes: { count: 2, watermark: true, size: 'auto' } });
  });

  it('keeps what it does not know for the provider', () => {
    expect(json('generate', { complexity: 'high' }).extensions).toEqual({
      'openai-images': { complexity: 'high' },
    });
  });

  it('gives its own prompt to a variation, and says that another one is ignored', () => {
    const request = form('variation', file('image'));
    expect(request.prompt).toContain('variation');
    expect(request.warnings.map(({ kind, field }) => [kind, field])).toEqual([
      ['emulated', 'image'],
      ['ignored', 'prompt'],
    ]);
  });
});

describe('pictures of an images request', () => {
  it.each([
    [
      'images with objects',
      { images: [{ image_url: URL }, { file_id: 'img_1' }] },
      ['inline', 'stored'],
      'images',
    ],
    ['image as a string', { image: URL }, ['inline'], 'image'],
    ['image as a list', { image: [URL, 'https://example.com/a.png'] }, ['inline', 'url'], 'image'],
    ['images with url', { images: [{ url: 'https://example.com/a.png' }] }, ['url'], 'images'],
  ])('stand in %s', (_what, tree, from, field) => {
    const { inputs, fields } = json('edit', tree);
    expect(inputs.map((each) => each.from)).toEqual(from);
    expect(fields.inputs).toBe(field);
  });

  it.each([
    ['image', [file('image')], 1],
    ['image[] repeated', [file('image[]'), file('image[]')], 2],
    ['image[0] and image[1]', [file('image[0]'), file('image[1]')], 2],
    ['a text that is a URL', [{ name: 'image', value: 'https://example.com/a.png' }], 1],
  ])('stand in form fields: %s', (_what, entries, count) => {
    expect(form('edit', ...entries).inputs).toHaveLength(count);
  });

  it('may have a mask in either', () => {
    expect(form('edit', file('image'), file('mask')).mask).toMatchObject({ from: 'inline' });
    expect(json('edit', { image: URL, mask: { image_url: URL } }).mask).toMatchObject({ from: 'inline' });
  });
});

describe('an images request is refused', () => {
  const refusal = (field: string) => expect.objectContaining({ code: 'invalid_request', facts: { field } });
  it.each([
    ['an empty file', () => form('edit', file('image', '')), 'image'],
    ['a file under another name', () => form('edit', file('image'), file('photo')), 'photo'],
    ['an edit without a picture', () => json('edit', {}), 'image'],
    ['a generation with a picture', () => json('generate', { image: URL }), 'image'],
    ['an empty prompt', () => json('generate', { prompt: '  ' }), 'prompt'],
    ['a number in words', () => form('edit', file('image'), { name: 'n', value: 'two' }), 'n'],
    [
      'a picture that is none',
      () => json('edit', { images: [{ image_url: 'hello there!' }] }),
      'images[0].image_url',
    ],
  ])('for %s', (_what, decode, field) => {
    expect(decode).toThrow(refusal(field));
  });
});
