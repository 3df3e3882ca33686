import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createOpenRouter } from '@openrouter/ai-sdk-provider';
import { generateImage, generateText, streamText } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DRAWING_MODELS, type House, openHouse, PROVIDER_NAMES } from '../gateway/house.ts';
import { maskedPicture } from '../gateway/pixels.ts';
import { inspectPicture } from '../upstreams/picture.ts';

let house: House;
let openrouter: ReturnType<typeof createOpenRouter>;
let compatible: ReturnType<typeof createOpenAICompatible>;
beforeAll(async () => {
  house = await openHouse();
  const { key: apiKey, url } = house.gateway;
  openrouter = createOpenRouter({ apiKey, baseURL: `${url}/api/v1` });
  compatible = createOpenAICompatible({ name: 'axonhub', apiKey, baseURL: `${url}/v1` });
});
afterAll(() => house.close());

const prompt = 'Draw a red kite';
const drawing = { extraBody: { modalities: ['image', 'text'] } };

describe.each(PROVIDER_NAMES)('@openrouter/ai-sdk-provider with %s', (provider) => {
  const model = DRAWING_MODELS[provider];

  it('generateText has the picture among its files, once', async () => {
    const { files, finishReason, usage } = await generateText({
      model: openrouter.chat(model, drawing),
      prompt,
    });
    expect(files.map(({ mediaType }) => mediaType)).toEqual(['image/png']);
    for (const { uint8Array } of files) {
      expect(await inspectPicture(Buffer.from(uint8Array))).toMatchObject({ format: 'png' });
    }
    expect(finishReason).toBe('stop');
    expect(usage.totalTokens).toBeGreaterThan(0);
  });

  it('streamText has the picture among its files, once', async () => {
    const result = streamText({ model: openrouter.chat(model, drawing), prompt });
    const files = await result.files;
    expect(files.map(({ mediaType }) => mediaType)).toEqual(['image/png']);
    expect(await result.finishReason).toBe('stop');
  });

  it('sends its picture back to be edited', async () => {
    const first = await generateText({ model: openrouter.chat(model, drawing), prompt });
    house.forgetCalls();
    const second = await generateText({
      model: openrouter.chat(model, drawing),
      messages: [
        { role: 'user', content: prompt },
        ...first.response.messages,
        { role: 'user', content: 'Make it night' },
      ],
    });
    expect(second.files).toHaveLength(1);
    expect(second.files[0]?.base64).not.toBe(first.files[0]?.base64);
  });
});

describe('@openrouter/ai-sdk-provider', () => {
  it('talks and streams text', async () => {
    const question = { model: openrouter.chat('google/gemini-2.5-flash'), prompt: 'Good morning' };
    house.forgetCalls();
    const { text } = await generateText(question);
    expect(text).toBe('Hello to you.');
    expect(house.calls('openrouter')[0]?.json).toMatchObject({ messages: [{ content: 'Good morning' }] });
    expect(await streamText(question).text).toBe(text);
  });

  it('shows pictures to a model that sees', async () => {
    const { original } = await maskedPicture(64, 48);
    const content = [
      { type: 'text' as const, text: 'What is this?' },
      { type: 'file' as const, mediaType: 'image/png', data: original },
    ];
    const { text } = await generateText({
      model: openrouter.chat('gpt-5-mini'),
      messages: [{ role: 'user', content }],
    });
    expect(text).toContain('64x48');
  });
});

describe.each(PROVIDER_NAMES)('@ai-sdk/openai-compatible with %s', (provider) => {
  const model = DRAWING_MODELS[provider];

  it('generateImage gets pictures of the asked size', async () => {
    const { images } = await generateImage({
      model: compatible.imageModel(model),
      prompt,
      n: 2,
      size: '256x256',
    });
    expect(images).toHaveLength(2);
    for (const { uint8Array } of images) {
      expect(await inspectPicture(Buffer.from(uint8Array))).toMatchObject({ width: 256, height: 256 });
    }
  });

  it('generateImage edits pictures inside a mask', async () => {
    const { original, mask } = await maskedPicture(128, 128);
    const { image } = await generateImage({
      model: compatible.imageModel(model),
      prompt: { text: 'Make it night', images: [original], mask },
    });
    expect(await inspectPicture(Buffer.from(image.uint8Array))).toMatchObject({ width: 128, height: 128 });
  });
});

describe('@ai-sdk/openai-compatible', () => {
  it.each(['gpt-5-mini', 'doubao-seed-2-1-pro-260915', 'gemini-2.5-flash', 'demo-chat'])(
    'talks to %s, whole and streamed',
    async (model) => {
      const question = { model: compatible.chatModel(model), prompt: 'Good morning' };
      const { text, finishReason } = await generateText(question);
      expect(text).not.toBe('');
      expect(finishReason).toBe('stop');
      expect(await streamText(question).text).toBe(text);
    },
  );

  it('survives a picture in a chat, which it does not show', async () => {
    const model = compatible.chatModel('gemini-3-pro-image');
    const providerOptions = { axonhub: { modalities: ['image', 'text'] } };
    const { text } = await generateText({ model, prompt, providerOptions });
    expect(text).toBe('Here is your picture.');
  });

  it('throws the gateway’s own words', async () => {
    const question = { model: compatible.chatModel('gpt-6-nobody'), prompt, maxRetries: 0 };
    await expect(generateText(question)).rejects.toThrow(/gpt-6-nobody/);
  });
});
