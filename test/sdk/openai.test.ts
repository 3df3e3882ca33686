import OpenAI, { toFile } from 'openai';
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionTool,
} from 'openai/resources/chat/completions';
import type { ImagesResponse } from 'openai/resources/images';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DRAWING_MODELS, type House, openHouse, PROVIDER_NAMES } from '../gateway/house.ts';
import { decodePixels, leftHalf, maskedPicture, rightHalf, shareChanged } from '../gateway/pixels.ts';
import { type ChatMessage, onlyPicture, toDataUrl } from '../gateway/read-chat.ts';
import type { Delta } from '../gateway/read-stream.ts';
import { inspectPicture } from '../upstreams/picture.ts';

let house: House;
let client: OpenAI;
beforeAll(async () => {
  house = await openHouse();
  client = new OpenAI({ apiKey: house.gateway.key, baseURL: `${house.gateway.url}/v1`, maxRetries: 0 });
});
afterAll(() => house.close());

/** The tool is unknown to the library's types, as everywhere in chat completions. */
const imageTool = (parameters: object) =>
  [{ type: 'image_generation', image_generation: parameters }] as unknown as ChatCompletionTool[];
const asking = (model: string) => ({
  model,
  messages: [{ role: 'user' as const, content: 'Draw a red kite' }],
});
const messageOf = ({ choices }: ChatCompletion): ChatMessage => choices[0]?.message as unknown as ChatMessage;

describe.each(PROVIDER_NAMES)('the openai library with %s', (provider) => {
  const model = DRAWING_MODELS[provider];

  it('gets a picture by modalities', async () => {
    const modalities = ['image', 'text'] as unknown as 'text'[];
    const answer = await client.chat.completions.create({ ...asking(model), modalities });
    expect(await inspectPicture(onlyPicture(messageOf(answer)))).toMatchObject({ format: 'png' });
  });

  it('gets pictures by the tool, and the tool calls that lead to them', async () => {
    const answer = await client.chat.completions.create({
      ...asking(model),
      tools: imageTool({ size: '256x256' }),
    });
    const { tool_calls } = messageOf(answer);
    expect(tool_calls).toMatchObject([{ type: 'image_generation', id: expect.stringMatching(/^ig_/) }]);
    expect(await inspectPicture(onlyPicture(messageOf(answer)))).toMatchObject({ width: 256, height: 256 });
  });

  it('accumulates a stream into all of its pictures, each once', async () => {
    const stream = client.chat.completions.stream({
      ...asking(model),
      tools: imageTool({ size: '256x256' }),
      n: 2,
      stream_options: { include_usage: true },
    });
    const final = await stream.finalChatCompletion();
    const { images } = messageOf(final);
    expect(final.choices[0]?.finish_reason).toBe('stop');
    expect(images?.map(({ index }) => index)).toEqual([0, 1]);
    expect((await stream.totalUsage()).total_tokens).toBeGreaterThan(0);
  });

  it('iterates over chunks', async () => {
    const chunks: ChatCompletionChunk[] = [];
    const modalities = ['image'] as unknown as 'text'[];
    for await (const chunk of await client.chat.completions.create({
      ...asking(model),
      modalities,
      stream: true,
    })) {
      chunks.push(chunk);
    }
    const images = chunks.flatMap(({ choices }) => (choices[0]?.delta as Delta | undefined)?.images ?? []);
    expect(images).toHaveLength(1);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
  });

  it('generates through the Images API, whole and streamed', async () => {
    const request = {
      model,
      prompt: 'A red kite',
      size: '1024x1024' as const,
      output_format: 'webp' as const,
    };
    const { data } = await client.images.generate(request);
    const picture = Buffer.from(data?.[0]?.b64_json ?? '', 'base64');
    expect(await inspectPicture(picture)).toMatchObject({ width: 1024, height: 1024, format: 'webp' });
    const types: string[] = [];
    for await (const event of await client.images.generate({ ...request, stream: true }))
      types.push(event.type);
    expect(types.at(-1)).toBe('image_generation.completed');
  });

  it('edits an uploaded file', async () => {
    const { original, mask } = await maskedPicture(256, 256);
    const answer: ImagesResponse = await client.images.edit({
      model,
      prompt: 'Make it night',
      image: await toFile(original, 'kite.png', { type: 'image/png' }),
      mask: await toFile(mask, 'mask.png', { type: 'image/png' }),
    });
    const edited = await decodePixels(Buffer.from(answer.data?.[0]?.b64_json ?? '', 'base64'));
    const before = await decodePixels(original);
    expect(shareChanged(edited, before, leftHalf)).toBe(0);
    expect(shareChanged(edited, before, rightHalf)).toBeGreaterThan(0.2);
  });
});

describe('the openai library', () => {
  it('talks, streams and accumulates text', async () => {
    const messages = [{ role: 'user' as const, content: 'Good morning' }];
    const whole = await client.chat.completions.create({ model: 'gpt-5-mini', messages });
    const streamed = await client.chat.completions.stream({ model: 'gpt-5-mini', messages }).finalContent();
    expect(streamed).toBe(whole.choices[0]?.message.content);
  });

  it('shows pictures to a model that sees', async () => {
    const { original } = await maskedPicture(64, 48);
    const content = [
      { type: 'text' as const, text: 'What is this?' },
      { type: 'image_url' as const, image_url: { url: toDataUrl(original) } },
    ];
    const answer = await client.chat.completions.create({
      model: 'gpt-5-mini',
      messages: [{ role: 'user', content }],
    });
    expect(answer.choices[0]?.message.content).toContain('64x48');
  });

  it('lists models', async () => {
    const ids: string[] = [];
    for await (const { id } of client.models.list()) ids.push(id);
    expect(ids).toEqual(expect.arrayContaining(Object.values(DRAWING_MODELS)));
    expect((await client.models.retrieve('gpt-image-2')).owned_by).toBe('openai');
  });

  it('throws its own errors', async () => {
    const kite = { prompt: 'A kite' };
    await expect(client.images.generate({ ...kite, model: 'gpt-imaeg-2' })).rejects.toThrow(
      OpenAI.NotFoundError,
    );
    await expect(client.images.generate({ model: 'gpt-image-2', prompt: 'forbidden' })).rejects.toMatchObject(
      {
        status: 400,
        code: 'moderation_blocked',
      },
    );
    const stranger = new OpenAI({ apiKey: 'ah-nobody', baseURL: client.baseURL, maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toThrow(OpenAI.AuthenticationError);
    house.fakes.openai.next({
      status: 429,
      headers: { 'retry-after': '30' },
      json: { error: { message: 'Slow' } },
    });
    await expect(client.images.generate({ ...kite, model: 'gpt-image-2' })).rejects.toThrow(
      OpenAI.RateLimitError,
    );
  });

  it('throws when a stream breaks', async () => {
    const delta = { id: 'x', object: 'chat.completion.chunk', model: 'gpt-5-mini' };
    const choices = [{ index: 0, delta: { role: 'assistant', content: 'Good' }, finish_reason: null }];
    house.fakes.openai.next({ sse: [`data: ${JSON.stringify({ ...delta, choices })}\n\n`] });
    const messages = [{ role: 'user' as const, content: 'Good morning' }];
    const stream = client.chat.completions.stream({ model: 'gpt-5-mini', messages });
    await expect(stream.finalContent()).rejects.toThrow(OpenAI.APIError);
  });
});
