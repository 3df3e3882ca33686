import OpenAI, { NotFoundError } from 'openai';
import type { FunctionTool, ResponseInput, ResponseStreamEvent } from 'openai/resources/responses/responses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DRAWING_MODELS, type House, openHouse, PROVIDER_NAMES } from '../gateway/house.ts';
import { inspectPicture } from '../upstreams/picture.ts';

let house: House;
let client: OpenAI;
beforeAll(async () => {
  house = await openHouse();
  client = new OpenAI({ apiKey: house.gateway.key, baseURL: `${house.gateway.url}/v1`, maxRetries: 0 });
});
afterAll(() => house.close());

const weather: FunctionTool = {
  type: 'function',
  name: 'weather',
  strict: false,
  parameters: { type: 'object', properties: { city: { type: 'string' } } },
};
const picture = (parameters: object = {}) => [{ type: 'image_generation' as const, ...parameters }];
const collect = (events: AsyncIterable<ResponseStreamEvent>) => Array.fromAsync(events);
const bytes = (base64: string | null | undefined) => Buffer.from(base64 ?? '', 'base64');

describe.each(PROVIDER_NAMES)('responses of the openai library with a picture of %s', (provider) => {
  const model = DRAWING_MODELS[provider];

  it('hold it as a call of the built-in tool', async () => {
    const { output, status } = await client.responses.create({
      model,
      input: 'Draw a red kite',
      tools: picture({ size: '256x256' }),
    });
    expect(status).toBe('completed');
    const drawn = output.filter((item) => item.type === 'image_generation_call');
    expect(drawn).toMatchObject([{ status: 'completed', size: '256x256', output_format: 'png' }]);
    expect(await inspectPicture(bytes(drawn[0]?.result))).toMatchObject({ width: 256, height: 256 });
  });

  it('streamed, have it in the item and again at the end', async () => {
    const events = await collect(
      await client.responses.create({ model, input: 'Draw a red kite', tools: picture(), stream: true }),
    );
    const done = events.filter((event) => event.type === 'response.output_item.done');
    const item = done.map((event) => event.item).find(({ type }) => type === 'image_generation_call');
    const last = events.at(-1);
    expect(last?.type).toBe('response.completed');
    expect(last?.type === 'response.completed' && last.response.output).toContainEqual(item);
    expect(events.map(({ type }) => type)).not.toContain('response.image_generation_call.partial_image');
    expect(
      await inspectPicture(bytes(item?.type === 'image_generation_call' ? item.result : '')),
    ).toMatchObject({ format: 'png' });
  });

  it('continue with it by the id of the response', async () => {
    const first = await client.responses.create({ model, input: 'Draw a red kite', tools: picture() });
    const second = await client.responses.create({
      model,
      input: 'Make it night',
      previous_response_id: first.id,
      tools: picture(),
    });
    const [before, after] = [first, second].map(({ output }) =>
      output.flatMap((item) => (item.type === 'image_generation_call' ? [item.result] : [])),
    );
    expect(after).toHaveLength(1);
    expect(after).not.toEqual(before);
  });
});

describe('responses of the openai library', () => {
  const model = 'gpt-5-mini';

  it('say what was said', async () => {
    const answer = await client.responses.create({ model, input: 'Good morning', instructions: 'Be brief.' });
    expect(answer.output_text).toBe('Hello to you.');
    expect(answer.instructions).toBe('Be brief.');
    expect(answer.usage?.total_tokens).toBe(3021);
  });

  it('show previews to those who ask', async () => {
    const events = await collect(
      await client.responses.create({
        model,
        input: 'Draw a red kite',
        tools: picture({ partial_images: 2 }),
        tool_choice: { type: 'image_generation' },
        stream: true,
      }),
    );
    const previews = events.filter((event) => event.type === 'response.image_generation_call.partial_image');
    expect(previews.map((event) => event.partial_image_index)).toEqual([0, 1]);
  });

  it('call functions, take their results and go on, stateless and streamed by the helper', async () => {
    const question = { role: 'user' as const, content: 'What is the weather in Rome and Oslo?' };
    const options = {
      model,
      tools: [weather],
      reasoning: { summary: 'auto' as const },
      include: ['reasoning.encrypted_content' as const],
      store: false,
    };
    const first = await client.responses.stream({ ...options, input: [question] }).finalResponse();
    const calls = first.output.filter((item) => item.type === 'function_call');
    expect(calls.map((call) => call.arguments)).toEqual(['{"city":"Rome"}', '{"city":"Oslo"}']);
    const results = calls.map(({ call_id }, index) => ({
      type: 'function_call_output' as const,
      call_id,
      output: `${index} degrees`,
    }));
    const input = [question, ...first.output, ...results] as ResponseInput;
    const second = client.responses.stream({ ...options, input });
    expect((await second.finalResponse()).output_text).toBe('The tools said: 0 degrees, 1 degrees.');
  });

  it('call functions and go on by the id of the response, thoughts included', async () => {
    const first = await client.responses.create({
      model,
      input: 'What is the weather in Rome?',
      tools: [weather],
    });
    const [call] = first.output.filter((item) => item.type === 'function_call');
    house.forgetCalls();
    const second = await client.responses.create({
      model,
      previous_response_id: first.id,
      tools: [weather],
      input: [{ type: 'function_call_output', call_id: call?.call_id ?? '', output: 'Sunny' }],
    });
    expect(second.output_text).toBe('The tools said: Sunny.');
    const sent = house.calls('openai')[0]?.json as { readonly input: readonly { readonly type?: string }[] };
    expect(sent.input.map(({ type = 'message' }) => type)).toEqual([
      'message',
      'reasoning',
      'function_call',
      'function_call_output',
    ]);
  });

  it('can be fetched, paged through and deleted, and then no more', async () => {
    const { id, output } = await client.responses.create({
      model,
      input: [
        { role: 'user', content: 'One' },
        { role: 'user', content: 'Two' },
        { role: 'user', content: 'Three' },
      ],
    });
    expect((await client.responses.retrieve(id)).output).toEqual(output);
    const items = await Array.fromAsync(client.responses.inputItems.list(id, { limit: 2, order: 'asc' }));
    expect(items).toMatchObject([{ content: 'One' }, { content: 'Two' }, { content: 'Three' }]);
    await client.responses.delete(id);
    await expect(client.responses.retrieve(id)).rejects.toBeInstanceOf(NotFoundError);
    await expect(
      client.responses.create({ model, input: 'Go on', previous_response_id: id }),
    ).rejects.toBeInstanceOf(NotFoundError);
  });

  it('are not kept where the client does not want it', async () => {
    const { id } = await client.responses.create({ model, input: 'Hello', store: false });
    await expect(client.responses.retrieve(id)).rejects.toBeInstanceOf(NotFoundError);
    await expect(
      client.responses.create({ model, input: 'Go on', previous_response_id: id }),
    ).rejects.toMatchObject({ status: 404, param: 'previous_response_id' });
  });
});
