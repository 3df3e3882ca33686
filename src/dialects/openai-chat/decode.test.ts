import { describe, expect, it } from 'vitest';
import type { ChatRequest } from '../../contract/request.ts';
import type { Tree } from '../../contract/tree.ts';
import { decodeChat } from './decode.ts';

const PNG = Buffer.from('not really a picture').toString('base64');
const URL = `data:image/png;base64,${PNG}`;

const decode = (more: object): ChatRequest =>
  decodeChat({
    path: '/v1/chat/completions',
    params: {},
    headers: {},
    body: {
      kind: 'json',
      tree: { model: 'm', messages: [{ role: 'user', content: 'A kite' }], ...more } as Tree,
    },
  });
const imageOf = (more: object) => decode(more).output.image;
const tool = (parameters: object) => ({
  tools: [{ type: 'image_generation', image_generation: parameters }],
});
const partsOf = (message: object) => decode({ messages: [message] }).messages[0]?.parts;

describe('pictures are asked for', () => {
  it.each([
    [
      'modalities with text',
      { modalities: ['image', 'text'] },
      { text: true, viaTool: false, required: true },
    ],
    ['modalities in the other order', { modalities: ['text', 'image'] }, { text: true, required: true }],
    ['modalities without text', { modalities: ['image'] }, { text: false, required: true }],
    ['the tool', tool({}), { text: true, viaTool: true, required: false }],
    ['the tool, forced', { ...tool({}), tool_choice: 'required' }, { viaTool: true, required: true }],
    [
      'the tool, chosen by type',
      { ...tool({}), tool_choice: { type: 'image_generation' } },
      { viaTool: true, required: true },
    ],
    ['the tool of OpenRouter', { tools: [{ type: 'openrouter:image_generation' }] }, { viaTool: true }],
    ['image_config alone', { image_config: {} }, { viaTool: false, required: true }],
  ])('by %s', (_what, more, expected) => {
    expect(imageOf(more)).toMatchObject(expected);
  });

  it.each([
    ['nothing', {}],
    ['text alone', { modalities: ['text'] }],
    ['other tools', { tools: [{ type: 'function', function: { name: 'f' } }] }],
  ])('not by %s', (_what, more) => {
    expect(imageOf(more)).toBeUndefined();
  });
});

describe('image parameters', () => {
  it.each([
    [
      'nested as in the mission',
      [{ type: 'image_generation', image_generation: { size: '512x512' } }],
      '.image_generation',
    ],
    [
      'under parameters as with OpenRouter',
      [{ type: 'image_generation', parameters: { size: '512x512' } }],
      '.parameters',
    ],
    ['flat as in the Responses API', [{ type: 'image_generation', size: '512x512' }], ''],
  ])('of the tool, %s, are known by the client’s own path', (_what, tools, place) => {
    const image = imageOf({ tools });
    expect(image?.wishes.size).toEqual({ width: 512, height: 512 });
    expect(image?.fields.size).toBe(`tools[0]${place}.size`);
  });

  it('of the tool win over image_config, and that over the top level', () => {
    const image = imageOf({
      quality: 'low',
      style: 'vivid',
      image_config: { quality: 'medium', background: 'opaque' },
      ...tool({ quality: 'high' }),
    });
    expect(image?.wishes).toMatchObject({ quality: 'high', background: 'opaque', style: 'vivid' });
    expect(image?.fields).toMatchObject({
      quality: 'tools[0].image_generation.quality',
      background: 'image_config.background',
      style: 'style',
    });
  });

  it('unknown to the gateway are warnings with their path', () => {
    const { warnings } = decode({ ...tool({ brightness: 3 }), image_config: { contrast: 1 } });
    expect(warnings.map(({ kind, field }) => [kind, field])).toEqual([
      ['ignored', 'tools[0].image_generation.brightness'],
      ['ignored', 'image_config.contrast'],
    ]);
  });

  it('that are null count as absent', () => {
    expect(imageOf(tool({ size: null, quality: null, input_image_mask: null }))?.wishes).toEqual({});
  });

  it('hold a mask by URL or by id', () => {
    const byUrl = imageOf(tool({ input_image_mask: { image_url: URL } }));
    expect(byUrl?.mask).toMatchObject({ from: 'inline', declared: 'image/png' });
    expect(byUrl?.fields.mask).toBe('tools[0].image_generation.input_image_mask.image_url');
    const byId = imageOf(tool({ input_image_mask: { file_id: 'img_1' } }));
    expect(byId?.mask).toEqual({ from: 'stored', id: 'img_1' });
  });

  it('leave the body alone where no picture is asked for', () => {
    const { extensions } = decode({ quality: 'high', verbosity: 'low', n: 1 });
    expect(extensions['openai-chat']).toEqual({ quality: 'high', verbosity: 'low' });
    const drawing = decode({ modalities: ['image'], quality: 'high', verbosity: 'low', n: 2 });
    expect(drawing.extensions['openai-chat']).toEqual({ verbosity: 'low' });
    expect(drawing.output.image?.wishes).toEqual({ quality: 'high', count: 2 });
  });

  it('take the seed of the body', () => {
    expect(imageOf({ modalities: ['image'], seed: 7 })).toMatchObject({
      wishes: { seed: 7 },
      fields: { seed: 'seed' },
    });
  });
});

describe('pictures in messages', () => {
  it.each([
    ['an image_url object', { type: 'image_url', image_url: { url: URL } }, 'image_url.url'],
    ['an image_url string', { type: 'image_url', image_url: URL }, 'image_url'],
    ['an input_image', { type: 'input_image', image_url: URL }, 'image_url'],
    ['a file with image data', { type: 'file', file: { file_data: URL } }, 'file.file_data'],
    ['bare base64', { type: 'image_url', image_url: { url: PNG } }, 'image_url.url'],
  ])('as %s', (_what, part, field) => {
    const [media] = partsOf({ role: 'user', content: [part] }) ?? [];
    expect(media).toMatchObject({
      type: 'media',
      media: { from: 'inline' },
      field: `messages[0].content[0].${field}`,
    });
  });

  it('as markdown stand between the words around them', () => {
    const content = `Look:\n\n![a kite](${URL})\n\nNice.`;
    expect(partsOf({ role: 'assistant', content })).toMatchObject([
      { type: 'text', text: 'Look:\n\n' },
      { type: 'media', media: { declared: 'image/png' } },
      { type: 'text', text: '\n\nNice.' },
    ]);
  });

  it('that a client echoes in both places are taken once', () => {
    const image = { type: 'image_url', image_url: { url: URL } };
    const parts = partsOf({ role: 'assistant', content: [image], images: [{ ...image, index: 0 }] });
    expect(parts?.map(({ type }) => type)).toEqual(['media']);
  });

  it('in images alone are taken from there', () => {
    for (const image of [{ type: 'image_url', image_url: { url: URL } }, { url: URL }, URL]) {
      const parts = partsOf({ role: 'assistant', content: '', images: [image] });
      expect(parts?.map(({ type }) => type)).toEqual(['media']);
    }
  });

  it('named by an image_generation call of ours are not function calls', () => {
    const tool_calls = [{ id: 'ig_1', type: 'image_generation', image_generation: { image_index: 0 } }];
    expect(partsOf({ role: 'assistant', content: 'Here.', tool_calls })).toMatchObject([{ type: 'text' }]);
  });

  it.each([
    ['text/html', 'data:text/plain,hello'],
    ['no base64', 'hello world!'],
    ['nothing', ''],
  ])('that are %s are refused with their place', (_what, url) => {
    expect(() => partsOf({ role: 'user', content: [{ type: 'image_url', image_url: { url } }] })).toThrow(
      expect.objectContaining({ facts: { field: 'messages[0].content[0].image_url.url' } }),
    );
  });
});

describe('everything else', () => {
  it('is read by either of its names', () => {
    expect(decode({ max_tokens: 5 }).output.maxTokens).toBe(5);
    expect(decode({ max_tokens: 5, max_completion_tokens: 7 }).output.maxTokens).toBe(7);
    expect(decode({ user: 'a' }).endUser).toBe('a');
    expect(decode({ user: 'a', safety_identifier: 'b' }).endUser).toBe('b');
    expect(decode({ stop: 'END' }).sampling.stop).toEqual(['END']);
  });

  it('knows developer turns as system turns', () => {
    expect(decode({ messages: [{ role: 'developer', content: 'Be brief.' }] }).messages[0]?.role).toBe(
      'system',
    );
  });

  it('counts the choices that are wanted', () => {
    expect(decode({ n: 3 })).toMatchObject({ output: { choices: 3 }, extensions: { 'openai-chat': {} } });
    expect(decode({ n: 1 }).output.choices).toBeUndefined();
    expect(decode({ n: 3, modalities: ['image'] }).output).toMatchObject({ image: { wishes: { count: 3 } } });
    expect(decode({ n: 3, modalities: ['image'] }).output.choices).toBeUndefined();
  });

  it.each([0, 1.5, 129, '2'])('refuses %j choices', (n) => {
    expect(() => decode({ n })).toThrow(expect.objectContaining({ facts: { field: 'n' } }));
  });

  it('keeps what the model said in place of an answer', () => {
    const turns = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: null, refusal: 'No.' },
    ];
    expect(decode({ messages: turns }).messages[1]?.parts).toEqual([
      { type: 'text', text: 'No.', refusal: true },
    ]);
  });
});
