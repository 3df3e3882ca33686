import OpenAI from 'openai';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatHouse, openChatHouse, TALKERS, weatherIn } from './chat-house.ts';

let house: ChatHouse;
let client: OpenAI;
beforeAll(async () => {
  house = await openChatHouse();
  client = new OpenAI({ apiKey: house.gateway.key, baseURL: `${house.gateway.url}/v1`, maxRetries: 0 });
});
afterAll(() => house.close());

const PARAMETERS = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
const WEATHER = {
  type: 'function' as const,
  function: { name: 'weather', description: 'The weather in a city', parameters: PARAMETERS },
};
const asking = (model: string, content = 'call weather(Rome) and call weather(Oslo)') => ({
  model,
  messages: [{ role: 'user' as const, content }],
});

describe.each(TALKERS)('the openai library with %s', (model) => {
  it('gets tool calls, sends their results and gets the answer', async () => {
    const tools = [WEATHER];
    const first = await client.chat.completions.create({ ...asking(model), tools });
    const [choice] = first.choices;
    expect(choice?.finish_reason).toBe('tool_calls');
    const calls = choice?.message.tool_calls ?? [];
    expect(calls).toMatchObject([
      { type: 'function', function: { name: 'weather' } },
      { type: 'function', function: { name: 'weather' } },
    ]);
    const results = calls.map((call) => ({
      role: 'tool' as const,
      tool_call_id: call.id,
      content: weatherIn(call.type === 'function' ? call.function.arguments : ''),
    }));
    const messages = [...asking(model).messages, ...(choice ? [choice.message] : []), ...results];
    const second = await client.chat.completions.create({ model, messages, tools });
    expect(second.choices[0]?.message.content).toContain('sunny in Rome');
    expect(second.choices[0]?.message.content).toContain('sunny in Oslo');
  });

  it.each([false, true])('runs tools by itself, streaming: %s', async (stream) => {
    const tool = {
      type: 'function' as const,
      function: { ...WEATHER.function, parse: String, function: (args: string) => weatherIn(args) },
    };
    const request = { ...asking(model), tools: [tool] };
    const runner = stream
      ? client.chat.completions.runTools({
          ...request,
          stream: true,
          stream_options: { include_usage: true },
        })
      : client.chat.completions.runTools(request);
    expect(await runner.finalContent()).toContain('sunny in Oslo');
    expect((await runner.totalUsage()).total_tokens).toBeGreaterThan(0);
  });

  it('streams words, and a usage chunk only where it was asked for', async () => {
    const chunks = async (stream_options?: { include_usage: boolean }) => {
      const request = { ...asking(model, 'Good morning'), stream: true as const };
      const stream = await client.chat.completions.create({
        ...request,
        ...(stream_options && { stream_options }),
      });
      const all: ChatCompletionChunk[] = [];
      for await (const chunk of stream) all.push(chunk);
      return all;
    };
    const plain = await chunks();
    expect(plain.every(({ choices }) => choices.length === 1)).toBe(true);
    expect(plain.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).not.toBe('');
    expect(plain.at(-1)?.choices[0]?.finish_reason).toBe('stop');
    expect((await chunks({ include_usage: true })).at(-1)?.usage?.total_tokens).toBeGreaterThan(0);
  });

  it('throws what it can read when the request is wrong', async () => {
    const wrong = client.chat.completions.create({
      ...asking(model),
      tools: [{ type: 'function' } as never],
    });
    await expect(wrong).rejects.toMatchObject({ status: 400, param: 'tools[0].name' });
  });
});

describe('the openai library', () => {
  it.each(['gpt-5-mini', 'deepseek-v4-pro', 'mistral-medium-3.5'])('parses JSON of %s', async (model) => {
    const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
    const answer = await client.chat.completions.parse({
      ...asking(model, 'Name a city'),
      response_format: { type: 'json_schema', json_schema: { name: 'city', schema, strict: true } },
    });
    expect(answer.choices[0]?.message.parsed).toEqual(
      model === 'deepseek-v4-pro' ? { answer: 'answer' } : { city: 'city' },
    );
  });

  it('reads thinking where other clients of this format do', async () => {
    const answer = await client.chat.completions.create(asking('mistral-medium-3.5', 'Good morning'));
    expect(answer.choices[0]?.message).toMatchObject({
      content: 'Hello to you.',
      reasoning_content: 'I think so.',
      reasoning: 'I think so.',
      reasoning_details: [{ type: 'reasoning.text', text: 'I think so.' }],
    });
  });

  it('still speaks of functions', async () => {
    const answer = await client.chat.completions.create({
      ...asking('claude-sonnet-5', 'call weather(Rome)'),
      functions: [WEATHER.function],
    });
    expect(answer.choices[0]).toMatchObject({
      finish_reason: 'function_call',
      message: { function_call: { name: 'weather', arguments: '{"city":"Rome"}' } },
    });
  });

  it('embeds texts, as numbers whatever the wire has', async () => {
    const model = 'text-embedding-3-small';
    const { data, usage } = await client.embeddings.create({ model, input: ['a', 'hello'] });
    expect(data.map(({ embedding }) => embedding)).toEqual([
      [1, 0.5, -1],
      [5, 0.5, -1],
    ]);
    expect(usage.prompt_tokens).toBe(5);
  });

  it('moderates texts', async () => {
    const { results } = await client.moderations.create({ input: ['forbidden', 'fine'] });
    expect(results.map(({ flagged }) => flagged)).toEqual([true, false]);
  });

  it.each([false, true])('completes prompts, streaming: %s', async (stream) => {
    const request = { model: 'gpt-5-mini', prompt: 'Good morning' };
    if (!stream) {
      const { choices } = await client.completions.create(request);
      expect(choices[0]?.text).toBe('Hello to you.');
      return;
    }
    let text = '';
    for await (const { choices } of await client.completions.create({ ...request, stream: true })) {
      text += choices[0]?.text ?? '';
    }
    expect(text).toBe('Hello to you.');
  });
});
