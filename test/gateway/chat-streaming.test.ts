import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectPicture } from '../upstreams/picture.ts';
import { DRAWING_MODELS, type House, openHouse, PROVIDER_NAMES } from './house.ts';
import { formatByMagic } from './pixels.ts';
import {
  chunkKinds,
  readChunks,
  readEvents,
  streamedPictures,
  streamedPreviews,
  streamedText,
} from './read-stream.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const stream = (model: string, more: object, content = 'Draw a red kite') =>
  house.ask('/v1/chat/completions', { model, messages: [{ role: 'user', content }], stream: true, ...more });
const tool = (parameters: object) => ({
  tools: [{ type: 'image_generation', image_generation: parameters }],
});

/** Kinds that must come in this order; those with a question mark may be missing. */
const ORDER =
  /^role( reasoning_content)?( reasoning_details)?( content)?( image_previews)? images( reasoning_details)?( tool_calls)? finish( usage)?$/;

describe.each(PROVIDER_NAMES)('a streamed picture on %s', (provider) => {
  const model = DRAWING_MODELS[provider];

  it('comes whole, alone in its chunk, before the end, in the order strict clients need', async () => {
    const answer = await stream(model, {
      modalities: ['image', 'text'],
      stream_options: { include_usage: true },
    });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(readEvents(answer).every(({ event }) => event === undefined)).toBe(true);
    const chunks = readChunks(answer);
    expect(chunkKinds(chunks).join(' ')).toMatch(ORDER);
    expect(chunkKinds(chunks).at(-1)).toBe('usage');
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '' });
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(new Set(chunks.map(({ object }) => object))).toEqual(new Set(['chat.completion.chunk']));
    const pictures = streamedPictures(chunks);
    expect(pictures).toHaveLength(1);
    for (const picture of pictures) expect(formatByMagic(picture)).toBe('png');
  });

  it('sends no usage that nobody asked for', async () => {
    const chunks = readChunks(await stream(model, { modalities: ['image'] }));
    expect(chunkKinds(chunks).at(-1)).toBe('finish');
    expect(chunks.some(({ choices }) => choices.length === 0)).toBe(false);
  });

  it('lists the tool call after the picture', async () => {
    const chunks = readChunks(await stream(model, tool({ size: '256x256', partial_images: 0 })));
    expect(chunkKinds(chunks).join(' ')).toMatch(ORDER);
    const calls = chunks.flatMap(({ choices }) => choices.flatMap(({ delta }) => delta.tool_calls ?? []));
    expect(calls).toMatchObject([{ index: 0, type: 'image_generation', id: expect.stringMatching(/^ig_/) }]);
    expect(await inspectPicture(streamedPictures(chunks)[0] ?? Buffer.alloc(0))).toMatchObject({
      width: 256,
    });
  });

  it('a refusal before the first word is a plain error with its status', async () => {
    const answer = await stream(model, tool({}), 'Draw something forbidden');
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'moderation_blocked' } });
  });
});

describe('previews', () => {
  it.each(['gpt-image-2', 'gpt-5-mini', 'openai/gpt-image-1-mini', 'demo-image', 'demo-chat'])(
    'of %s come before the picture, numbered, in the final size and format, and never among images',
    async (model) => {
      const chunks = readChunks(
        await stream(model, tool({ partial_images: 3, size: '256x256', output_format: 'webp' })),
      );
      expect(chunkKinds(chunks).join(' ')).toMatch(ORDER);
      const entries = chunks.flatMap(({ choices }) =>
        choices.flatMap(({ delta }) => delta.image_previews ?? []),
      );
      expect(entries.map(({ index, partial_image_index }) => [index, partial_image_index])).toEqual([
        [0, 0],
        [0, 1],
        [0, 2],
      ]);
      for (const preview of streamedPreviews(chunks)) {
        expect(await inspectPicture(preview)).toMatchObject({ width: 256, height: 256, format: 'webp' });
      }
      expect(streamedPictures(chunks)).toHaveLength(1);
    },
  );

  it('are one by default where the tool is used, and none with modalities', async () => {
    const byTool = readChunks(await stream('gpt-image-2', tool({ size: '1024x1024' })));
    expect(streamedPreviews(byTool)).toHaveLength(1);
    const plain = readChunks(await stream('gpt-image-2', { modalities: ['image'] }));
    expect(streamedPreviews(plain)).toHaveLength(0);
  });
});

describe('several streamed pictures', () => {
  it.each(PROVIDER_NAMES)('of %s each come once, with their index', async (provider) => {
    const chunks = readChunks(await stream(DRAWING_MODELS[provider], { ...tool({ size: '256x256' }), n: 2 }));
    const entries = chunks.flatMap(({ choices }) => choices.flatMap(({ delta }) => delta.images ?? []));
    expect(entries.map(({ index }) => index).toSorted()).toEqual([0, 1]);
    const calls = chunks.flatMap(({ choices }) => choices.flatMap(({ delta }) => delta.tool_calls ?? []));
    expect(calls.map(({ image_generation }) => image_generation.image_index)).toEqual([0, 1]);
  });
});

describe('streamed text', () => {
  it.each([
    'gpt-5-mini',
    'doubao-seed-2-1-pro-260915',
    'google/gemini-2.5-flash',
    'gemini-2.5-flash',
    'demo-chat',
  ])('of %s comes in pieces and adds up to what comes unstreamed', async (model) => {
    const whole = await house.ask('/v1/chat/completions', {
      model,
      messages: [{ role: 'user', content: 'Good morning' }],
    });
    const expected = (JSON.parse(whole.text) as { choices: { message: { content: string } }[] }).choices[0];
    const chunks = readChunks(
      await stream(model, { stream_options: { include_usage: true } }, 'Good morning'),
    );
    // An upstream that speaks the client's own format is passed on as it is: it may say more in one chunk.
    expect(chunkKinds(chunks).join(' ')).toMatch(
      /^role(\+content)?( reasoning_content)?( content)? finish( usage)?$/,
    );
    expect(chunks.some(({ usage }) => usage)).toBe(true);
    expect(streamedText(chunks)).toBe(expected?.message.content);
  });

  it('that breaks off is told in-band, so that clients throw', async () => {
    house.fakes.openai.next({
      sse: [
        'data: {"id":"x","object":"chat.completion.chunk","model":"gpt-5-mini","choices":[{"index":0,"delta":{"role":"assistant","content":"Good"},"finish_reason":null}]}\n\n',
      ],
    });
    const answer = await stream('gpt-5-mini', {}, 'Good morning');
    expect(answer.status).toBe(200);
    const events = readEvents(answer).filter(({ data }) => data !== '[DONE]');
    expect(JSON.parse(events.at(-1)?.data ?? '')).toMatchObject({ error: { code: 'upstream_error' } });
    expect(answer.text).not.toContain('"finish_reason":"stop"');
  });
});
