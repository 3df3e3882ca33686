import { OpenRouter } from '@openrouter/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChatHouse, openChatHouse, TALKERS } from './chat-house.ts';

let house: ChatHouse;
let client: OpenRouter;
beforeAll(async () => {
  house = await openChatHouse();
  client = new OpenRouter({ apiKey: house.gateway.key, serverURL: `${house.gateway.url}/api/v1` });
});
afterAll(() => house.close());

const asking = (model: string) => ({
  model,
  messages: [{ role: 'user' as const, content: 'call weather(Rome)' }],
  tools: [
    {
      type: 'function' as const,
      function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
    },
  ],
});

describe.each(TALKERS)('@openrouter/sdk with %s', (model) => {
  it('reads an answer with tool calls', async () => {
    const answer = await client.chat.send({ chatRequest: { ...asking(model), stream: false } });
    if (!('choices' in answer)) throw new TypeError('this is a stream');
    const [choice] = answer.choices;
    expect(choice?.finishReason).toBe('tool_calls');
    expect(choice?.message.toolCalls).toMatchObject([{ function: { arguments: '{"city":"Rome"}' } }]);
    expect(answer.usage?.totalTokens).toBeGreaterThan(0);
  });

  it('reads a stream of tool calls to its end', async () => {
    const chatRequest = { ...asking(model), stream: true as const, streamOptions: { includeUsage: true } };
    const stream = await client.chat.send({ chatRequest });
    if (!(Symbol.asyncIterator in stream)) throw new TypeError('this is no stream');
    let args = '';
    let reason: unknown;
    for await (const chunk of stream) {
      args += chunk.choices[0]?.delta.toolCalls?.[0]?.function?.arguments ?? '';
      reason = chunk.choices[0]?.finishReason ?? reason;
    }
    expect(args).toBe('{"city":"Rome"}');
    expect(reason).toBe('tool_calls');
  });
});

describe('@openrouter/sdk', () => {
  it('reads thinking with its details', async () => {
    const question = { model: 'mistral-medium-3.5', messages: [{ role: 'user' as const, content: 'Hi' }] };
    const answer = await client.chat.send({ chatRequest: { ...question, stream: false } });
    if (!('choices' in answer)) throw new TypeError('this is a stream');
    expect(answer.choices[0]?.message).toMatchObject({
      content: 'Hello to you.',
      reasoning: 'I think so.',
      reasoningDetails: [{ type: 'reasoning.text', text: 'I think so.' }],
    });
  });
});
