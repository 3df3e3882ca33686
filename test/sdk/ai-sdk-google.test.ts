import { createGoogle } from '@ai-sdk/google';
import { generateText, jsonSchema, Output, stepCountIs, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { startAnthropic } from '../upstreams/anthropic.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startGemini } from '../upstreams/gemini.ts';
import { inspectPicture, makePicture } from '../upstreams/picture.ts';

/** One goes on byte for byte, the other is converted; both call these tools when told so. */
const MODELS = [
  ['gemini-3.5-flash', 'call get_weather(Paris) and call get_time(Rome)'],
  ['claude-sonnet-5-5', 'call get_weather and call get_time'],
] as const;

let fakes: { readonly gemini: Fake; readonly anthropic: Fake };
let gateway: TestGateway;
let google: ReturnType<typeof createGoogle>;

beforeAll(async () => {
  fakes = { gemini: await startGemini(), anthropic: await startAnthropic() };
  gateway = await startGateway({
    channels: [
      { name: 'gemini', type: 'gemini', base_url: `${fakes.gemini.url}/v1beta`, api_key: 'gm-test' },
      { name: 'anthropic', type: 'anthropic', base_url: `${fakes.anthropic.url}/v1`, api_key: 'sk-ant-test' },
    ],
  });
  google = createGoogle({ apiKey: gateway.key, baseURL: `${gateway.url}/gemini/v1beta` });
});
afterAll(async () => {
  await gateway?.close();
  await Promise.all(Object.values(fakes).map((fake) => fake.close()));
});

const place = jsonSchema<{ place?: string }>({ type: 'object', properties: { place: { type: 'string' } } });
const tools = {
  get_weather: tool({ description: 'Weather.', inputSchema: place, execute: async () => 'sunny' }),
  get_time: tool({ description: 'Time.', inputSchema: place, execute: async () => ({ hour: 12 }) }),
};
const thinking = { providerOptions: { google: { thinkingConfig: { includeThoughts: true } } } };

describe('ai with @ai-sdk/google', () => {
  it.each(MODELS)('lets %s call tools in parallel and reads their results', async (model, prompt) => {
    const options = {
      model: google(model),
      prompt,
      tools,
      stopWhen: stepCountIs(3),
      maxRetries: 0,
      ...thinking,
    };
    const answer = await generateText(options);
    expect(answer.steps[0]?.toolCalls.map(({ toolName }) => toolName)).toEqual(['get_weather', 'get_time']);
    expect(answer.text).toMatch(/sunny.*12/s);
    expect(answer.finishReason).toBe('stop');
    expect(answer.totalUsage.totalTokens).toBeGreaterThan(0);
  });

  it.each(MODELS)('streams the same from %s, thoughts apart from words', async (model, prompt) => {
    const options = {
      model: google(model),
      prompt,
      tools,
      stopWhen: stepCountIs(3),
      maxRetries: 0,
      ...thinking,
    };
    const answer = streamText(options);
    expect(await answer.text).toMatch(/sunny.*12/s);
    const [first] = await answer.steps;
    expect(first?.reasoningText).not.toBe('');
    expect(first?.text).not.toContain(first?.reasoningText);
  });

  it.each(MODELS)('shows %s a picture', async (model) => {
    const image = await makePicture({ width: 48, height: 32, format: 'png' });
    const content = [
      { type: 'text' as const, text: 'What is this?' },
      { type: 'file' as const, data: image, mediaType: 'image/png' },
    ];
    const answer = await generateText({ model: google(model), messages: [{ role: 'user', content }] });
    expect(answer.text).toContain('48x32');
  });

  it('draws', async () => {
    const answer = await generateText({
      model: google('gemini-3-pro-image'),
      prompt: 'A red kite',
      providerOptions: {
        google: {
          responseModalities: ['TEXT', 'IMAGE'],
          imageConfig: { aspectRatio: '3:2', imageSize: '1K' },
        },
      },
    });
    const [file] = answer.files;
    expect(await inspectPicture(Buffer.from(file?.uint8Array ?? []))).toMatchObject({
      width: 1264,
      height: 848,
    });
  });

  it('holds an answer to a schema', async () => {
    const schema = jsonSchema<{ city: string }>({
      type: 'object',
      properties: { city: { type: 'string', minLength: 1 } },
      required: ['city'],
    });
    const options = {
      model: google('claude-sonnet-5-5'),
      prompt: 'Paris',
      output: Output.object({ schema }),
    };
    await generateText(options).catch(() => undefined);
    expect(JSON.stringify(fakes.anthropic.calls.at(-1)?.json)).toContain('"city"');
  });
});
