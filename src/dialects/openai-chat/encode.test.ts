import { describe, expect, it } from 'vitest';
import { chatContext, dataUrl, keptPart, parsed, viaTool } from '../../../test/dialects/openai-answers.ts';
import type { ImageShape } from '../../contract/dialect.ts';
import type { Part } from '../../contract/request.ts';
import type { Response } from '../../contract/response.ts';
import { encodeChat } from './encode.ts';

const answer = (...parts: readonly Part[]): Response => ({
  id: 'up_1',
  model: 'upstream-model',
  parts,
  finish: 'stop',
  usage: { inputTokens: 3, outputTokens: 1056, outputImageTokens: 1056 },
  warnings: [{ kind: 'emulated', field: 'size', detail: 'Scaled.' }],
  extensions: {},
});
const words: Part = { type: 'text', text: 'Here it is.' };
const both = answer(words, keptPart('a'), keptPart('b'));

interface Completion {
  readonly choices: readonly { readonly message: Record<string, unknown>; readonly finish_reason: string }[];
  readonly usage: object;
  readonly axonhub: object;
  readonly model: string;
  readonly system_fingerprint: string;
}
const encode = (response: Response, ...context: Parameters<typeof chatContext>) =>
  parsed<Completion>(encodeChat(response, chatContext(...context)).tree);
const messageOf = async (response: Response, ...context: Parameters<typeof chatContext>) =>
  (await encode(response, ...context)).choices[0]?.message;

const image = (name: string) => ({ type: 'image_url', image_url: { url: dataUrl(name) } });
const indexed = (name: string, index: number) => ({ ...image(name), index });
const markdown = (name: string) => `![image](${dataUrl(name)})`;

describe('an answer with pictures', () => {
  const shapes: readonly (readonly [ImageShape['kind'], unknown, unknown])[] = [
    [
      'both',
      [{ type: 'text', text: 'Here it is.' }, image('a'), image('b')],
      [indexed('a', 0), indexed('b', 1)],
    ],
    ['content', [{ type: 'text', text: 'Here it is.' }, image('a'), image('b')], undefined],
    ['images', 'Here it is.', [indexed('a', 0), indexed('b', 1)]],
    ['markdown', `Here it is.\n\n${markdown('a')}\n\n${markdown('b')}`, undefined],
  ];
  it.each(shapes)('in the shape %s', async (kind, content, images) => {
    const message = await messageOf(both, { kind });
    expect(message?.content).toEqual(content);
    expect(message?.images).toEqual(images);
  });

  it('lists them as calls of the tool where it was asked that way and the client can take them', async () => {
    const message = await messageOf(both, {}, viaTool);
    expect(message?.tool_calls).toMatchObject([
      {
        index: 0,
        id: 'ig_a',
        type: 'image_generation',
        image_generation: { image_index: 0, image_id: 'img_a' },
      },
      { index: 1, id: 'ig_b', image_generation: { image_url: { url: 'http://gateway/b' }, size: '64x48' } },
    ]);
    expect(await messageOf(both, { toolCalls: false }, viaTool)).not.toHaveProperty('tool_calls');
    expect(await messageOf(both)).not.toHaveProperty('tool_calls');
  });

  it('ends with stop, so that no agent waits for a tool', async () => {
    expect((await encode(both, {}, viaTool)).choices[0]?.finish_reason).toBe('stop');
  });

  it('has links where they were asked for', async () => {
    const output = {
      image: { wishes: { delivery: 'url' as const }, fields: {}, text: true, viaTool: false, required: true },
    };
    const message = await messageOf(answer(keptPart('a')), {}, { output });
    expect(message?.content).toEqual([{ type: 'image_url', image_url: { url: 'http://gateway/a' } }]);
  });

  it('says what is known of them, and what was changed', async () => {
    const { axonhub } = await encode(both);
    expect(axonhub).toMatchObject({
      request_id: 'req_1',
      warnings: [{ kind: 'emulated', field: 'size', detail: 'Scaled.' }],
      images: [
        { id: 'img_a', url: 'http://gateway/a', width: 64, height: 48, media_type: 'image/png' },
        { id: 'img_b' },
      ],
    });
  });
});

describe('an answer without pictures', () => {
  it('has a string as content in every shape', async () => {
    for (const kind of ['both', 'content', 'images', 'markdown'] as const) {
      const message = await messageOf(answer(words), { kind });
      expect(message?.content).toBe('Here it is.');
      expect(message).not.toHaveProperty('images');
    }
  });
});

describe('what schema-checking clients insist on', () => {
  it('is there: numbers in the usage’s details, a fingerprint, the model as the client named it', async () => {
    const { usage, system_fingerprint, model } = await encode(both);
    expect(usage).toMatchObject({
      total_tokens: 1059,
      prompt_tokens_details: { cached_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0, image_tokens: 1056 },
    });
    expect([system_fingerprint, model]).toEqual(['', 'a-model']);
  });
});
