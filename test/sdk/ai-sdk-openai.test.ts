import { createOpenAI } from '@ai-sdk/openai';
import { generateText, isStepCount, jsonSchema, Output, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DRAWING_MODELS, type House, openHouse, PROVIDER_NAMES } from '../gateway/house.ts';
import { inspectPicture } from '../upstreams/picture.ts';

let house: House;
let openai: ReturnType<typeof createOpenAI>;
beforeAll(async () => {
  house = await openHouse();
  openai = createOpenAI({ apiKey: house.gateway.key, baseURL: `${house.gateway.url}/v1` });
});
afterAll(() => house.close());

const weather = tool({
  description: 'The weather in a city',
  inputSchema: jsonSchema<{ city: string }>({
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
  }),
  execute: async ({ city }) => `sunny in ${city}`,
});

describe('@ai-sdk/openai, by its default Responses API', () => {
  const model = () => openai('gpt-5-mini');

  it('talks and streams text', async () => {
    const { text, usage } = await generateText({ model: model(), prompt: 'Good morning' });
    expect(text).toBe('Hello to you.');
    expect(usage.totalTokens).toBe(3021);
    expect(await streamText({ model: model(), prompt: 'Good morning' }).text).toBe(text);
  });

  it('shows how the model reasons', async () => {
    const providerOptions = { openai: { reasoningSummary: 'auto' } };
    const { reasoningText } = await generateText({ model: model(), prompt: 'Good morning', providerOptions });
    expect(reasoningText).toBe('I think so.');
  });

  it.each([true, false])('runs tools and goes on, with store: %s', async (store) => {
    const question = {
      model: model(),
      prompt: 'What is the weather in Rome and Oslo?',
      tools: { weather },
      stopWhen: isStepCount(3),
      providerOptions: { openai: { store, reasoningSummary: 'auto' } },
    };
    const said = 'The tools said: sunny in Rome, sunny in Oslo.';
    expect((await generateText(question)).text).toBe(said);
    expect(await streamText(question).text).toBe(said);
  });

  it('goes on in a conversation that the gateway keeps', async () => {
    const first = await generateText({ model: model(), prompt: 'Good morning' });
    const previousResponseId = String(first.providerMetadata?.openai?.responseId);
    house.forgetCalls();
    await generateText({
      model: model(),
      prompt: 'And good night',
      providerOptions: { openai: { previousResponseId } },
    });
    expect(JSON.stringify(house.calls('openai')[0]?.json)).toContain('Good morning');
  });

  it('asks for a schema', async () => {
    house.forgetCalls();
    const schema = jsonSchema<{ name: string }>({ type: 'object', properties: { name: { type: 'string' } } });
    await generateText({ model: model(), prompt: 'Good morning', output: Output.object({ schema }) }).catch(
      () => {},
    );
    expect(house.calls('openai')[0]?.json).toMatchObject({ text: { format: { type: 'json_schema' } } });
  });
});

describe.each(PROVIDER_NAMES)('@ai-sdk/openai and the tool that draws, with %s', (provider) => {
  const question = (prompt: string) => ({
    model: openai(DRAWING_MODELS[provider]),
    prompt,
    tools: { image_generation: openai.tools.imageGeneration({ outputFormat: 'webp' }) },
  });
  const pictureOf = (results: readonly { readonly output: unknown }[]) =>
    Buffer.from((results[0]?.output as { readonly result: string } | undefined)?.result ?? '', 'base64');

  it('has the picture among the tool results, whole and streamed', async () => {
    const { staticToolResults } = await generateText(question('Draw a red kite'));
    expect(await inspectPicture(pictureOf(staticToolResults))).toMatchObject({ format: 'webp' });
    const streamed = await streamText(question('Draw a red kite')).staticToolResults;
    expect(await inspectPicture(pictureOf(streamed))).toMatchObject({ format: 'webp' });
  });

  it('has it edited in the next turn', async () => {
    const first = await generateText(question('Draw a red kite'));
    const { prompt: _, ...rest } = question('');
    const { staticToolResults } = await generateText({
      ...rest,
      messages: [
        { role: 'user', content: 'Draw a red kite' },
        ...first.response.messages,
        { role: 'user', content: 'Draw it at night' },
      ],
    });
    expect(pictureOf(staticToolResults).equals(pictureOf(first.staticToolResults))).toBe(false);
  });
});
