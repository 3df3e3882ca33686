import { createAnthropic } from '@ai-sdk/anthropic';
import Anthropic from '@anthropic-ai/sdk';
import type { MessageCreateParamsNonStreaming, Tool } from '@anthropic-ai/sdk/resources/messages';
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { startAnthropic } from '../upstreams/anthropic.ts';
import type { Fake } from '../upstreams/fake.ts';
import { inspectPicture } from '../upstreams/picture.ts';

/** Goes on byte for byte. */
const CLAUDE = 'claude-sonnet-5-5';

let fake: Fake;
let gateway: TestGateway;
let client: Anthropic;
beforeAll(async () => {
  fake = await startAnthropic();
  gateway = await startGateway({
    channels: [
      { name: 'anthropic', type: 'anthropic', base_url: `${fake.url}/v1`, api_key: 'sk-ant-test' },
      { name: 'demo', type: 'demo' },
    ],
  });
  client = new Anthropic({ apiKey: gateway.key, baseURL: `${gateway.url}/anthropic`, maxRetries: 0 });
});
afterAll(async () => {
  await gateway.close();
  await fake.close();
});

const ls: Tool = {
  name: 'ls',
  description: 'Lists files.',
  input_schema: { type: 'object', properties: { path: { type: 'string' } } },
};
const asking = (content: string, model = CLAUDE): MessageCreateParamsNonStreaming => ({
  model,
  max_tokens: 2000,
  messages: [{ role: 'user', content }],
});
const sent = () => fake.calls.at(-1);

describe('@anthropic-ai/sdk', () => {
  it('creates messages, with the usage the provider counted', async () => {
    const message = await client.messages.create(asking('Hello'));
    expect(message.content.at(-1)).toMatchObject({ type: 'text', text: 'Hello to you.' });
    expect(message).toMatchObject({ stop_reason: 'end_turn', usage: { input_tokens: 20 } });
    expect(sent()?.headers['anthropic-version']).toBe('2026-10-21');
  });

  it('accumulates a stream into the same message', async () => {
    const stream = client.messages.stream(asking('Hello'));
    const whole = await client.messages.create(asking('Hello'));
    const streamed = await stream.finalMessage();
    expect(streamed.content).toEqual(whole.content);
    expect(streamed.usage.output_tokens).toBe(whole.usage.output_tokens);
  });

  it('calls tools in parallel and sends the results back behind the signed thoughts', async () => {
    const cat = { ...ls, name: 'cat' };
    const params = {
      ...asking('call ls and call cat'),
      tools: [ls, cat],
      thinking: { type: 'adaptive' } as const,
    };
    const first = await client.messages.stream(params).finalMessage();
    const calls = first.content.filter((block) => block.type === 'tool_use');
    expect(first.stop_reason).toBe('tool_use');
    expect(calls.map(({ name, input }) => [name, input])).toEqual([
      ['ls', { path: '/ls', depth: 2 }],
      ['cat', {}],
    ]);
    const results = calls.map(({ id, name }) => ({
      type: 'tool_result' as const,
      tool_use_id: id,
      content: `${name} done`,
    }));
    const second = await client.messages.create({
      ...params,
      messages: [
        ...params.messages,
        { role: 'assistant', content: first.content },
        { role: 'user', content: results },
      ],
    });
    expect(second.content.at(-1)).toMatchObject({ text: 'The tools say: ls done | cat done. ' });
  });

  it('passes fields that this gateway has never heard of on to Anthropic, and its refusal back', async () => {
    const future = { ...asking('Hello'), future_field: 1 } as MessageCreateParamsNonStreaming;
    await expect(client.messages.create(future)).rejects.toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      message: expect.stringContaining('future_field'),
    });
  });

  it('counts tokens, by the provider or by estimate', async () => {
    const { messages } = asking('Hello there, count me');
    expect(await client.messages.countTokens({ model: CLAUDE, messages })).toEqual({
      input_tokens: expect.any(Number),
    });
    expect(sent()?.path).toBe('/v1/messages/count_tokens');
    expect(
      (await client.messages.countTokens({ model: 'demo-chat', messages })).input_tokens,
    ).toBeGreaterThan(3);
  });

  it('lists models and knows one', async () => {
    const listed: string[] = [];
    for await (const { id, type } of client.models.list()) listed.push(`${type} ${id}`);
    expect(listed).toContain(`model ${CLAUDE}`);
    expect(await client.models.retrieve('demo-chat')).toMatchObject({ id: 'demo-chat', type: 'model' });
    await expect(client.models.retrieve('nobody')).rejects.toMatchObject({ type: 'not_found_error' });
  });

  it('gets the shape it reads at /v1/models too', async () => {
    const shared = new Anthropic({ apiKey: gateway.key, baseURL: gateway.url });
    expect((await shared.models.list()).data[0]?.type).toBe('model');
  });

  it('throws its own kinds of errors', async () => {
    const stranger = new Anthropic({ apiKey: 'wrong', baseURL: gateway.url, maxRetries: 0 });
    await expect(stranger.messages.create(asking('Hi'))).rejects.toBeInstanceOf(
      Anthropic.AuthenticationError,
    );
    await expect(client.messages.create(asking('Hi', 'nobody'))).rejects.toBeInstanceOf(
      Anthropic.NotFoundError,
    );
  });

  it('gets pictures as image blocks, whole and streamed', async () => {
    const params = asking('A red kite', 'demo-image');
    const answers = [
      await client.messages.create(params),
      await client.messages.stream(params).finalMessage(),
    ];
    for (const { content } of answers) {
      const blocks = content as unknown as { type: string; source: { media_type: string; data: string } }[];
      const image = blocks.find(({ type }) => type === 'image');
      expect(image?.source.media_type).toBe('image/png');
      const bytes = Buffer.from(image?.source.data ?? '', 'base64');
      expect(await inspectPicture(bytes)).toMatchObject({ format: 'png' });
    }
  });

  it('asks for pictures by the image_generation tool', async () => {
    const tools = [{ type: 'image_generation', size: '256x256', output_format: 'jpeg' }] as unknown as Tool[];
    const { content } = await client.messages.create({ ...asking('A kite', 'demo-image'), tools });
    const [image] = content as unknown as { source: { data: string } }[];
    expect(await inspectPicture(Buffer.from(image?.source.data ?? '', 'base64'))).toMatchObject({
      width: 256,
      height: 256,
      format: 'jpeg',
    });
  });
});

describe('ai with @ai-sdk/anthropic', () => {
  const model = (id: string) =>
    createAnthropic({ apiKey: gateway.key, baseURL: `${gateway.url}/anthropic/v1` })(id);
  const tools = {
    ls: tool({
      description: 'Lists files.',
      inputSchema: jsonSchema<{ path: string }>({ type: 'object', properties: { path: { type: 'string' } } }),
      execute: async ({ path }) => `a.txt in ${path}`,
    }),
  };

  it.each([CLAUDE, 'demo-chat'])('generates text with %s', async (id) => {
    const { text, usage } = await generateText({ model: model(id), prompt: 'Hello' });
    expect(text).toContain('ello');
    expect(usage.outputTokens).toBeGreaterThan(0);
  });

  it.each([CLAUDE, 'demo-chat'])('streams text with %s', async (id) => {
    const result = streamText({ model: model(id), prompt: 'Hello' });
    let text = '';
    for await (const piece of result.textStream) text += piece;
    expect(text).toContain('ello');
    expect(await result.finishReason).toBe('stop');
  });

  it('shows pictures as words with a link, for its parser knows no image blocks in answers', async () => {
    const { text } = await generateText({ model: model('demo-image'), prompt: 'A kite' });
    const streamed = await streamText({ model: model('demo-image'), prompt: 'A kite' }).text;
    for (const words of [text, streamed]) {
      const link = /^!\[image\]\((http[^)]+)\)$/.exec(words)?.[1] ?? '';
      const bytes = Buffer.from(await (await fetch(link)).arrayBuffer());
      expect(await inspectPicture(bytes)).toMatchObject({ format: 'png' });
    }
  });

  it('runs a tool and goes on with its result', async () => {
    const { text, steps } = await generateText({
      model: model(CLAUDE),
      prompt: 'call ls',
      tools,
      stopWhen: stepCountIs(3),
    });
    expect(steps).toHaveLength(2);
    expect(text).toContain('The tools say: a.txt in /ls');
  });
});
