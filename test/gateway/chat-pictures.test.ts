import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectPicture } from '../upstreams/picture.ts';
import { DRAWING_MODELS, type House, openHouse, PROVIDER_NAMES } from './house.ts';
import { contentPictures, fromDataUrl, listedPictures, onlyPicture, readChat, wordsOf } from './read-chat.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const PATHS = ['/v1/chat/completions', '/api/v1/chat/completions'];
const asking = (model: string, more: object) => ({
  model,
  messages: [{ role: 'user', content: 'Draw a red kite over the sea' }],
  ...more,
});

describe.each(PROVIDER_NAMES)('a picture through chat on %s', (provider) => {
  const model = DRAWING_MODELS[provider];

  for (const path of PATHS) {
    for (const modalities of [['image', 'text'], ['text', 'image'], ['image']]) {
      it(`${path} answers modalities ${JSON.stringify(modalities)}`, async () => {
        const chat = readChat(await house.ask(path, asking(model, { modalities })));
        expect(chat).toMatchObject({ object: 'chat.completion', model });
        expect(chat.choices).toHaveLength(1);
        expect(chat.choices[0]).toMatchObject({ index: 0, finish_reason: 'stop' });
        expect(chat.message.role).toBe('assistant');
        expect(await inspectPicture(onlyPicture(chat.message))).toMatchObject({ format: 'png' });
        expect(chat.message.images).toMatchObject([{ type: 'image_url', index: 0 }]);
        expect(chat.message).not.toHaveProperty('tool_calls');
        expect(chat.usage?.total_tokens).toBeGreaterThan(0);
        if (modalities.length === 1) expect(wordsOf(chat.message)).toBe('');
        const told = chat.axonhub.warnings.filter(({ field }) => field === 'modalities') ?? [];
        // OpenRouter has to be asked for words of a model that can say some.
        expect(told.map(({ kind }) => kind)).toEqual(
          modalities.length === 1 && provider === 'openrouter' ? ['ignored'] : [],
        );
      });
    }
  }

  it('the image_generation tool alone is enough, and its tool call leads to the picture', async () => {
    const body = asking(model, { tools: [{ type: 'image_generation', image_generation: {} }] });
    const chat = readChat(await house.ask('/v1/chat/completions', body));
    expect(chat.choices[0]?.finish_reason).toBe('stop');
    const [call, ...more] = chat.message.tool_calls ?? [];
    expect(more).toEqual([]);
    expect(call).toMatchObject({ index: 0, id: expect.stringMatching(/^ig_/), type: 'image_generation' });
    const picture = onlyPicture(chat.message);
    const pointed = listedPictures(chat.message)[call?.image_generation.image_index ?? -1];
    expect(pointed).toEqual(picture);
    const linked = await fetch(call?.image_generation.image_url.url ?? '');
    expect(Buffer.from(await linked.arrayBuffer())).toEqual(picture);
    expect(await inspectPicture(picture)).toMatchObject({ width: 1024, height: 1024, format: 'png' });
  });

  it('draws several pictures, each once in every place', async () => {
    const body = asking(model, {
      n: 3,
      tools: [{ type: 'image_generation', image_generation: { size: '256x256' } }],
    });
    const { message, axonhub } = readChat(await house.ask('/v1/chat/completions', body));
    const pictures = contentPictures(message);
    expect(pictures).toHaveLength(3);
    expect(listedPictures(message)).toEqual(pictures);
    expect(message.images?.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(
      message.tool_calls?.map(({ index, image_generation }) => [index, image_generation.image_index]),
    ).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    expect(new Set(axonhub.images?.map(({ id }) => id)).size).toBe(3);
    for (const picture of pictures) {
      expect(await inspectPicture(picture)).toMatchObject({ width: 256, height: 256 });
    }
  });
});

describe('models that talk and draw', () => {
  const tools = [{ type: 'image_generation', image_generation: { size: '256x256' } }];

  it('answer in words where the tool is not forced and nobody asks for a picture', async () => {
    const request = { model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Say hello' }], tools };
    const { message } = readChat(await house.ask('/v1/chat/completions', request));
    expect(message.content).toEqual(expect.stringMatching(/./));
    expect(message).not.toHaveProperty('images');
    expect(message).not.toHaveProperty('tool_calls');
  });

  it('an answer in words to a forced tool is an error that tells the words', async () => {
    const messages = [{ role: 'user', content: 'Refuse politely' }];
    const answer = await house.ask('/v1/chat/completions', {
      model: 'gemini-3-pro-image',
      messages,
      tools,
      tool_choice: 'required',
    });
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'no_image' } });
    expect(answer.text).toContain('I would rather not draw that.');
  });

  it('a model without any drawing answers in words and says that the tool was not offered', async () => {
    const { message, axonhub } = readChat(
      await house.ask('/v1/chat/completions', {
        model: 'doubao-seed-2-1-pro-260915',
        messages: [{ role: 'user', content: 'Draw a kite' }],
        tools,
      }),
    );
    expect(wordsOf(message)).toBe('Hello to you.');
    expect(axonhub.warnings).toMatchObject([{ kind: 'ignored', field: 'tools' }]);
  });

  it('a model that only draws needs neither modalities nor tool', async () => {
    for (const model of ['gpt-image-2', 'doubao-seedream-4-5-251128', 'demo-image']) {
      const { message } = readChat(await house.ask('/v1/chat/completions', asking(model, {})));
      expect(contentPictures(message)).toHaveLength(1);
    }
  });

  it('a text model without drawing refuses modalities and names models that draw', async () => {
    const answer = await house.ask(
      '/v1/chat/completions',
      asking('doubao-seed-2-1-pro-260915', { modalities: ['image'] }),
    );
    expect(answer.status).toBe(400);
    const { error } = JSON.parse(answer.text) as { error: { param: string; message: string } };
    expect(error.param).toBe('model');
    expect(error.message).toContain('gpt-image-2');
  });
});

describe('several pictures by several calls', () => {
  it('two that succeed are the answer, with a warning about the one that failed', async () => {
    house.fakes.doubao.next({
      status: 500,
      json: { error: { code: 'InternalServiceError', message: 'Oops' } },
    });
    const body = asking(DRAWING_MODELS.doubao, { modalities: ['image'], n: 3, size: '256x256' });
    const { message, axonhub } = readChat(await house.ask('/v1/chat/completions', body));
    expect(contentPictures(message)).toHaveLength(2);
    const warnings = axonhub.warnings.filter(({ field }) => field === 'n');
    expect(warnings.map(({ kind }) => kind)).toEqual(['emulated', 'adjusted']);
    expect(warnings[1]?.detail).toMatch(/^1 of 3/);
  });

  it('when all fail, the failure is the answer', async () => {
    for (let call = 0; call < 2; call += 1) {
      house.fakes.doubao.next({
        status: 400,
        json: { error: { code: 'InputTextSensitiveContentDetected', message: 'No.' } },
      });
    }
    const body = asking(DRAWING_MODELS.doubao, { modalities: ['image'], n: 2 });
    const answer = await house.ask('/v1/chat/completions', body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'moderation_blocked' } });
  });
});

describe('a seed for a picture drawn in chat', () => {
  it.each([
    ['google/gemini-3-pro-image', 7, []],
    ['openai/gpt-5-image', undefined, ['ignored']],
  ])('is sent to OpenRouter only where it is not called ignored: %s', async (model, sent, kinds) => {
    house.forgetCalls();
    const body = asking(model, { modalities: ['image', 'text'], seed: 7 });
    const { axonhub } = readChat(await house.ask('/v1/chat/completions', body));
    const [call] = house.calls('openrouter');
    expect(call?.json).toHaveProperty('model', model);
    expect((call?.json as { seed?: number } | undefined)?.seed).toBe(sent);
    const told = axonhub.warnings.filter(({ field }) => field === 'seed');
    expect(told.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('is the one named for the picture, with a warning about another beside it', async () => {
    house.forgetCalls();
    const body = asking('gemini-3-pro-image', { modalities: ['image'], seed: 7, image_config: { seed: 5 } });
    const { axonhub } = readChat(await house.ask('/v1/chat/completions', body));
    const [call] = house.calls('gemini');
    expect(call?.json).toMatchObject({ generationConfig: { seed: 5 } });
    expect(axonhub.warnings).toContainEqual(expect.objectContaining({ kind: 'ignored', field: 'seed' }));
  });
});

describe('delivery by link', () => {
  it('puts signed links where data URLs would stand', async () => {
    const body = asking('demo-image', {
      modalities: ['image'],
      image_config: { delivery: 'url', size: '256x256' },
    });
    const { message } = readChat(await house.ask('/v1/chat/completions', body));
    const url = message.images?.[0]?.image_url.url ?? '';
    expect(message.content).toEqual([{ type: 'image_url', image_url: { url } }]);
    expect(() => fromDataUrl(url)).toThrow();
    const picture = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(await inspectPicture(picture)).toMatchObject({ width: 256, height: 256, format: 'png' });
  });
});
