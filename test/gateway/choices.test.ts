import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startAnthropic } from '../upstreams/anthropic.ts';
import type { Fake, FakeReply } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { startGateway, type TestGateway } from './start.ts';

let fakes: { readonly anthropic: Fake; readonly openai: Fake };
let gateway: TestGateway;
let client: OpenAI;
beforeAll(async () => {
  fakes = { anthropic: await startAnthropic(), openai: await startOpenAi() };
  gateway = await startGateway({
    channels: [
      { name: 'anthropic', type: 'anthropic', base_url: fakes.anthropic.url, api_key: 'sk-ant-test' },
      { name: 'openai', type: 'openai', base_url: fakes.openai.url, api_key: 'sk-test' },
    ],
  });
  client = new OpenAI({ apiKey: gateway.key, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(Object.values(fakes).map((fake) => fake.close()));
});
beforeEach(() => {
  for (const fake of Object.values(fakes)) fake.calls.length = 0;
});

const CLAUDE = 'claude-sonnet-5';
const messages = [{ role: 'user', content: 'Good morning' }] as const;

/** What Claude says next. */
const say = (text: string): FakeReply => ({
  json: {
    ...{ id: 'msg_1', type: 'message', role: 'assistant', model: CLAUDE, stop_reason: 'end_turn' },
    content: [{ type: 'text', text }],
    usage: { input_tokens: 10, output_tokens: 3 },
  },
});

describe('several choices of a provider that gives one', () => {
  it('are asked for one by one', async () => {
    for (const text of ['One.', 'Two.', 'Three.']) fakes.anthropic.next(say(text));
    const answer = await client.chat.completions.create({ model: CLAUDE, messages: [...messages], n: 3 });
    expect(answer.choices.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(answer.choices.map(({ message }) => message.content).toSorted()).toEqual([
      'One.',
      'Three.',
      'Two.',
    ]);
    expect(answer.usage).toMatchObject({ prompt_tokens: 30, completion_tokens: 9 });
    expect(fakes.anthropic.calls).toHaveLength(3);
    expect(answer).toMatchObject({ axonhub: { warnings: [{ kind: 'emulated', field: 'n' }] } });
  });

  it('stream side by side, each with an end of its own', async () => {
    const stream = client.chat.completions.stream({
      model: CLAUDE,
      messages: [...messages],
      n: 2,
      stream_options: { include_usage: true },
    });
    const answer = await stream.finalChatCompletion();
    expect(answer.choices.map(({ message, finish_reason }) => [message.content, finish_reason])).toEqual([
      ['Hello to you.', 'stop'],
      ['Hello to you.', 'stop'],
    ]);
    expect(answer.usage).toMatchObject({ prompt_tokens: 56, completion_tokens: 14 });
  });

  it('fail together', async () => {
    fakes.anthropic.next(say('One.'));
    const error = { type: 'error', error: { type: 'rate_limit_error', message: 'Slow down' } };
    fakes.anthropic.next({ status: 429, headers: { 'retry-after': '60' }, json: error });
    const failed = client.chat.completions.create({ model: CLAUDE, messages: [...messages], n: 2 });
    await expect(failed).rejects.toMatchObject({ status: 429 });
  });

  it('are candidates to clients of Gemini, and texts to those of the old completions', async () => {
    const google = new GoogleGenAI({
      apiKey: gateway.key,
      httpOptions: { baseUrl: `${gateway.url}/gemini` },
    });
    const config = { candidateCount: 2 };
    const { candidates } = await google.models.generateContent({ model: CLAUDE, contents: 'Hi', config });
    expect(candidates?.map(({ index, content }) => [index, content?.parts?.at(-1)?.text])).toEqual([
      [0, 'Hello to you.'],
      [1, 'Hello to you.'],
    ]);
    const { choices } = await client.completions.create({ model: CLAUDE, prompt: 'Hi', n: 2 });
    expect(choices.map(({ index, text }) => [index, text])).toEqual([
      [0, 'Hello to you.'],
      [1, 'Hello to you.'],
    ]);
  });
});

describe('several choices of a provider of the client’s own format', () => {
  it('are left to it', async () => {
    const { choices } = await client.chat.completions.create({
      model: 'gpt-5-mini',
      messages: [...messages],
      n: 2,
    });
    expect(choices).toHaveLength(2);
    expect(fakes.openai.calls.map(({ json }) => json)).toEqual([{ model: 'gpt-5-mini', messages, n: 2 }]);
  });
});
