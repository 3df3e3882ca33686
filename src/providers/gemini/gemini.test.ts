import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatJob, userTurn } from '../../../test/contract/jobs.ts';
import { perform, performStream, pictureBytes } from '../../../test/contract/perform.ts';
import { providerContract } from '../../../test/contract/provider-contract.ts';
import type { Fake } from '../../../test/upstreams/fake.ts';
import { startGemini } from '../../../test/upstreams/gemini.ts';
import { inspectPicture } from '../../../test/upstreams/picture.ts';
import type { MediaPart, Message, Part } from '../../contract/request.ts';
import { collect } from '../../contract/stream.ts';
import { gemini } from './index.ts';

const at = (name: string, is: unknown) => ({ at: `generationConfig.imageConfig.${name}`, is });

providerContract(gemini, {
  start: startGemini,
  basePath: '/v1beta',
  key: 'gm-test',
  chatImage: {
    model: 'gemini-nano-banana-2.1',
    generate: {
      order: { count: 1, aspectRatio: '16:9', tier: '2K', seed: 7, moderation: 'low' },
      carried: {
        aspectRatio: at('aspectRatio', '16:9'),
        tier: at('imageSize', '2K'),
        seed: { at: 'generationConfig.seed', is: 7 },
        moderation: { at: 'safetySettings.0.threshold', is: 'BLOCK_NONE' },
      },
      pixels: { width: 2752, height: 1536 },
    },
    edit: {
      order: { count: 1, aspectRatio: '4:1', tier: '1K' },
      carried: { aspectRatio: at('aspectRatio', '4:1'), tier: at('imageSize', '1K') },
      pixels: { width: 2048, height: 512 },
    },
    stream: {
      order: { count: 1, aspectRatio: '1:1', tier: '1K' },
      carried: { aspectRatio: at('aspectRatio', '1:1'), tier: at('imageSize', '1K') },
      pixels: { width: 1024, height: 1024 },
    },
    empty: {
      json: { candidates: [{ content: { parts: [{ text: 'What colour?' }] }, finishReason: 'STOP' }] },
    },
  },
  chat: {
    model: 'gemini-3.8-flash',
    vision: true,
    empty: { json: { candidates: [{ finishReason: 'OTHER', index: 0 }] } },
  },
  rateLimited: {
    status: 429,
    json: {
      error: {
        code: 429,
        message: 'You exceeded your current quota',
        status: 'RESOURCE_EXHAUSTED',
        details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2s' }],
      },
    },
  },
  unknownModel: 'gemini-3.1-flash-image',
  skip: { image: 'Gemini draws inside its chat operation' },
});

describe('Gemini across turns', () => {
  let fake: Fake;
  beforeAll(async () => {
    fake = await startGemini();
  });
  afterAll(() => fake.close());

  const order = { count: 1, aspectRatio: '1:1', tier: '1K' };
  const upstream = () => ({ baseUrl: `${fake.url}/v1beta`, key: 'gm-test' });
  const say = (text: string): Message => userTurn({ type: 'text', text });
  const job = (messages: readonly Message[], model = 'gemini-3-pro-image') =>
    chatJob({ model, order: model.includes('2.5') ? { count: 1, tier: '' } : order, messages });
  const drawn = async () => {
    const first = await perform(gemini, job([say('A cat')]), upstream());
    const picture = first.parts.find((part): part is MediaPart => part.type === 'media');
    if (!picture) throw new TypeError('nothing was drawn');
    return { first, picture };
  };

  it('sends a signed picture back as the model turn it was', async () => {
    const { first } = await drawn();
    const messages: Message[] = [say('A cat'), { role: 'assistant', parts: first.parts }, say('Add a hat')];
    const second = await perform(gemini, job(messages), upstream());
    expect(second.parts.map((part) => part.type)).toEqual(['text', 'media']);
    expect(rolesSent(fake)).toEqual(['user', 'model', 'user']);
  });

  it('shows a picture whose signature was lost as if the user had sent it', async () => {
    const { picture } = await drawn();
    const unsigned: MediaPart = { type: 'media', media: picture.media };
    const turn: Message = {
      role: 'assistant',
      parts: [{ type: 'text', text: 'Here you are.' }, unsigned],
    };
    const second = await perform(gemini, job([say('A cat'), turn, say('Add a hat')]), upstream());
    expect(second.parts.some((part) => part.type === 'media')).toBe(true);
    expect(rolesSent(fake)).toEqual(['user', 'model', 'user']);
  });

  it('leaves unsigned pictures in the model turn on 2.5, which signs nothing', async () => {
    const { picture } = await drawn();
    const turn: Message = { role: 'assistant', parts: [{ type: 'media', media: picture.media }] };
    await perform(gemini, job([say('A cat'), turn, say('Hat')], 'gemini-2.5-flash-image'), upstream());
    expect(rolesSent(fake)).toEqual(['user', 'model', 'user']);
  });

  it('shows the final picture and never the draft among the thoughts', async () => {
    const { first, picture } = await drawn();
    expect(first.parts.map((part) => part.type)).toEqual(['text', 'media']);
    const sent = await pictureBytes(picture);
    const events = await performStream(gemini, { ...job([say('A cat')]), stream: true }, upstream());
    const [streamed] = collect(events).parts.filter((part) => part.type === 'media');
    if (!streamed) throw new TypeError('nothing was streamed');
    expect((await pictureBytes(streamed)).equals(sent)).toBe(true);
    expect(await inspectPicture(sent)).toMatchObject({ width: 1024, height: 1024, format: 'jpeg' });
  });

  it('sends system text where each kind of model takes it', async () => {
    const system: Message = { role: 'system', parts: [{ type: 'text', text: 'Be brief' }] };
    const chat = chatJob({ model: 'gemini-3.8-flash', messages: [system, say('Hello')] });
    const told = await perform(gemini, chat, upstream());
    expect(told.parts[0]).toMatchObject({ text: expect.stringContaining('Told: Be brief') });
    await perform(gemini, job([system, say('A cat')]), upstream());
    expect(fake.calls.at(-1)?.json).toMatchObject({
      contents: [{ role: 'user', parts: [{ text: 'Be brief' }, { text: 'A cat' }] }],
    });
  });

  it('quotes a polite refusal', async () => {
    const polite = perform(gemini, job([say('Please refuse politely')]), upstream());
    await expect(polite).rejects.toMatchObject({
      code: 'no_image',
      message: expect.stringContaining('I would rather not draw that.'),
    });
  });

  it('does not fail a tool call that the model may answer in words', async () => {
    const optional = chatJob({
      model: 'gemini-3-pro-image',
      order,
      prompt: 'Please refuse politely',
      image: { required: false, viaTool: true },
    });
    const answer = await perform(gemini, optional, upstream());
    expect(answer.parts).toMatchObject([{ type: 'text', text: 'I would rather not draw that.' }]);
  });
});

describe('Gemini with tools', () => {
  let fake: Fake;
  beforeAll(async () => {
    fake = await startGemini();
  });
  afterAll(() => fake.close());

  const upstream = () => ({ baseUrl: `${fake.url}/v1beta`, key: 'gm-test' });
  const say = (text: string): Message => userTurn({ type: 'text', text });
  const parameters = { type: 'object', properties: { place: { type: 'string', pattern: '.' } } };
  const tools = ['get_weather', 'get_time'].map((name) => ({ type: 'function' as const, name, parameters }));
  const results = (parts: readonly Part[]): Message => ({
    role: 'tool',
    parts: parts.flatMap((part): Part[] =>
      part.type === 'tool-call'
        ? [{ type: 'tool-result', id: part.id, parts: [{ type: 'text', text: 'done' }] }]
        : [],
    ),
  });

  it.each(['gemini-3.5-flash', 'gemini-2.5-flash'])(
    '%s calls in parallel, and is answered',
    async (model) => {
      const messages = [say('call get_weather(Paris) and call get_time(Rome)')];
      const ask = (turns: readonly Message[]) => chatJob({ model, messages: turns, request: { tools } });
      const first = await perform(gemini, ask(messages), upstream());
      expect(first.finish).toBe('tool-calls');
      expect(first.parts).toMatchObject([
        { name: 'get_weather', arguments: '{"place":"Paris"}' },
        { name: 'get_time', arguments: '{"place":"Rome"}' },
      ]);
      const turns: Message[] = [...messages, { role: 'assistant', parts: first.parts }, results(first.parts)];
      const second = await perform(gemini, ask([...turns, say('Well?')]), upstream());
      expect(second.parts[0]).toMatchObject({
        text: expect.stringContaining('get_time said {"output":"done"}'),
      });
    },
  );

  it('streams the same calls', async () => {
    const options = { model: 'gemini-3.5-flash', prompt: 'call get_weather(Paris)', request: { tools } };
    const whole = await perform(gemini, chatJob(options), upstream());
    const events = await performStream(gemini, chatJob({ ...options, stream: true }), upstream());
    const [streamed] = collect(events).parts;
    expect(streamed).toMatchObject({ type: 'tool-call', name: 'get_weather', signature: expect.any(String) });
    expect(whole.parts).toHaveLength(1);
  });

  it('continues what another model began: its calls are unsigned', async () => {
    const call: Part = { type: 'tool-call', id: 'toolu_1', name: 'get_time', arguments: '{}' };
    const messages: Message[] = [say('Go'), { role: 'assistant', parts: [call] }, results([call])];
    const job = chatJob({ model: 'gemini-3.5-flash', messages, request: { tools } });
    const answer = await perform(gemini, job, upstream());
    expect(answer.parts[0]).toMatchObject({ text: expect.stringContaining('get_time said') });
  });

  it('thinks aloud and answers in a form', async () => {
    const schema = { type: 'object', properties: { city: { type: 'string' } } };
    const format = { kind: 'json-schema', name: 'x', schema } as const;
    const request = { reasoning: { effort: 'high' }, output: { format } } as const;
    const answer = await perform(gemini, chatJob({ model: 'gemini-3.5-flash', request }), upstream());
    expect(answer.parts).toMatchObject([
      { type: 'reasoning' },
      { type: 'text', text: expect.stringContaining('"city"') },
    ]);
  });
});

function rolesSent(fake: Fake): unknown {
  const sent = (fake.calls.at(-1)?.json ?? {}) as { contents?: { role: string }[] };
  return sent.contents?.map(({ role }) => role);
}
