import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { createOpenRouter } from '@openrouter/ai-sdk-provider';
import { generateText, isStepCount, jsonSchema, type LanguageModel, Output, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatHouse, openChatHouse, TALKERS } from './chat-house.ts';

let house: ChatHouse;
let libraries: Readonly<Record<string, (model: string) => LanguageModel>>;
beforeAll(async () => {
  house = await openChatHouse();
  const { key: apiKey, url } = house.gateway;
  const options = { apiKey, baseURL: `${url}/v1` };
  const openrouter = createOpenRouter({ apiKey, baseURL: `${url}/api/v1` });
  libraries = {
    '@ai-sdk/openai': createOpenAI(options).chat,
    '@ai-sdk/openai-compatible': createOpenAICompatible({ name: 'axonhub', ...options, includeUsage: true })
      .chatModel,
    '@openrouter/ai-sdk-provider': (model) => openrouter.chat(model, { usage: { include: true } }),
  };
});
afterAll(() => house.close());

const LIBRARIES = ['@ai-sdk/openai', '@ai-sdk/openai-compatible', '@openrouter/ai-sdk-provider'];
const weather = tool({
  description: 'The weather in a city',
  inputSchema: jsonSchema<{ city: string }>({
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
  }),
  execute: async ({ city }) => `sunny in ${city}`,
});

function modelOf(library: string, model: string): LanguageModel {
  const make = libraries[library];
  if (!make) throw new TypeError(`there is no library ${library}`);
  return make(model);
}

describe.each(LIBRARIES)('%s', (library) => {
  it.each(TALKERS)('runs tools of %s and goes on, whole and streamed', async (model) => {
    const question = {
      model: modelOf(library, model),
      prompt: 'call weather(Rome) and call weather(Oslo)',
      tools: { weather },
      stopWhen: isStepCount(3),
    };
    const whole = await generateText(question);
    const streamed = streamText(question);
    for (const [text, usage] of [
      [whole.text, whole.totalUsage],
      [await streamed.text, await streamed.totalUsage],
    ] as const) {
      expect(text).toContain('sunny in Rome');
      expect(text).toContain('sunny in Oslo');
      expect(usage.totalTokens).toBeGreaterThan(0);
    }
  });

  it.each(['gpt-5-mini', 'mistral-medium-3.5'])('gets an object of %s', async (model) => {
    const schema = jsonSchema<{ city: string }>({
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    });
    const { output } = await generateText({
      model: modelOf(library, model),
      prompt: 'Name a city',
      output: Output.object({ schema, name: 'city' }),
    });
    if (library === '@ai-sdk/openai-compatible') expect(output).toBeDefined();
    else expect(output).toEqual({ city: 'city' });
  });
});

describe('thinking', () => {
  it.each(['@ai-sdk/openai-compatible', '@openrouter/ai-sdk-provider'])('is shown by %s', async (library) => {
    const question = { model: modelOf(library, 'deepseek-v4-pro'), prompt: 'Good morning' };
    expect((await generateText(question)).reasoningText).toBe('I think so.');
    expect(await streamText(question).reasoningText).toBe('I think so.');
  });
});

/** What opencode 1.18 sends: a streamed agent turn with many tools, several system turns, and pictures in the question. */
describe('a request as opencode sends it', () => {
  it.each(TALKERS)('is answered by %s', async (model) => {
    const tools = Array.from({ length: 30 }, (_, at) => ({
      type: 'function',
      function: {
        name: at === 0 ? 'read' : `tool_${at}`,
        description: 'Reads a file.\n'.repeat(40),
        parameters: {
          $schema: 'http://json-schema.org/draft-07/schema#',
          type: 'object',
          properties: { filePath: { type: 'string', description: 'The path' }, limit: { type: 'number' } },
          required: ['filePath'],
          additionalProperties: false,
        },
      },
    }));
    const response = await house.gateway.post('/v1/chat/completions', {
      model,
      max_tokens: model.startsWith('gpt') ? undefined : 32_000,
      stream: true,
      stream_options: { include_usage: true },
      tool_choice: 'auto',
      tools,
      messages: [
        { role: 'system', content: 'You are opencode.\n'.repeat(200) },
        { role: 'system', content: 'Environment: linux' },
        { role: 'user', content: [{ type: 'text', text: 'Look at a.txt' }] },
        {
          role: 'assistant',
          content: 'I will.',
          tool_calls: [
            {
              id: 'call_1',
              type: 'function',
              function: { name: 'read', arguments: '{"filePath":"/a.txt"}' },
            },
          ],
        },
        { role: 'tool', tool_call_id: 'call_1', content: '<file>\n00001| hello\n</file>' },
      ],
    });
    const text = await response.text();
    expect(response.status, text).toBe(200);
    expect(text).toContain('hello');
    expect(text).toContain('"prompt_tokens"');
    expect(text.trimEnd()).toMatch(/data: \[DONE\]$/);
  });
});
