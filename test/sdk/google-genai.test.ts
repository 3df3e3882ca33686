import { type Content, FunctionCallingConfigMode, GoogleGenAI, type Part } from '@google/genai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { startAnthropic } from '../upstreams/anthropic.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startGemini } from '../upstreams/gemini.ts';
import { inspectPicture } from '../upstreams/picture.ts';

/** Goes on byte for byte. */
const GEMINI = 'gemini-3.5-flash';
/** Is converted. */
const CLAUDE = 'claude-sonnet-5-5';
const PAINTER = 'gemini-3-pro-image';

let fakes: { readonly gemini: Fake; readonly anthropic: Fake };
let gateway: TestGateway;
let client: GoogleGenAI;

beforeAll(async () => {
  fakes = { gemini: await startGemini(), anthropic: await startAnthropic() };
  gateway = await startGateway({
    channels: [
      { name: 'gemini', type: 'gemini', base_url: `${fakes.gemini.url}/v1beta`, api_key: 'gm-test' },
      { name: 'anthropic', type: 'anthropic', base_url: `${fakes.anthropic.url}/v1`, api_key: 'sk-ant-test' },
      { name: 'demo', type: 'demo' },
    ],
  });
  client = connect(gateway.key);
});
afterAll(async () => {
  await gateway?.close();
  await Promise.all(Object.values(fakes).map((fake) => fake.close()));
});

const connect = (apiKey: string, path = '') =>
  new GoogleGenAI({ apiKey, httpOptions: { baseUrl: gateway.url + path } });

const tool = (name: string) => ({
  name,
  description: 'A tool.',
  parametersJsonSchema: { type: 'object', properties: { place: { type: 'string' } } },
});
const tools = [{ functionDeclarations: [tool('get_weather'), tool('get_time')] }];
/** What makes each fake call both tools at once. */
const ASKING: Readonly<Record<string, string>> = {
  [GEMINI]: 'call get_weather(Paris) and call get_time(Rome)',
  [CLAUDE]: 'call get_weather and call get_time',
};

const pictureOf = (parts: readonly Part[] | undefined): Part => {
  const found = parts?.find(({ inlineData, thought }) => inlineData && !thought);
  if (!found) throw new TypeError('there is no picture');
  return found;
};
const inspect = (part: Part) => inspectPicture(Buffer.from(part.inlineData?.data ?? '', 'base64'));

describe('@google/genai', () => {
  it.each([GEMINI, CLAUDE])('answers with %s, with usage', async (model) => {
    const answer = await client.models.generateContent({ model, contents: 'Hello' });
    expect(answer.text).toContain('Hello');
    expect(answer.candidates?.[0]?.finishReason).toBe('STOP');
    expect(answer.usageMetadata).toMatchObject({
      promptTokenCount: expect.any(Number),
      candidatesTokenCount: expect.any(Number),
      totalTokenCount: expect.any(Number),
    });
  });

  it.each([GEMINI, CLAUDE])('streams the same with %s', async (model) => {
    const whole = await client.models.generateContent({ model, contents: 'Hello again' });
    const chunks = await Array.fromAsync(
      await client.models.generateContentStream({ model, contents: 'Hello again' }),
    );
    const text = chunks.map((chunk) => chunk.text ?? '').join('');
    expect(text).toBe(whole.text);
    expect(chunks.at(-1)?.candidates?.[0]?.finishReason).toBe('STOP');
    expect(chunks.at(-1)?.usageMetadata?.totalTokenCount).toBe(whole.usageMetadata?.totalTokenCount);
  });

  it.each(['/gemini', ''])('finds both versions of the API under "%s"', async (path) => {
    for (const apiVersion of ['v1', 'v1beta']) {
      const { models } = new GoogleGenAI({
        apiKey: gateway.key,
        apiVersion,
        httpOptions: { baseUrl: gateway.url + path },
      });
      const answer = await models.generateContent({ model: 'demo-chat', contents: 'Hello' });
      expect(answer.text).toContain('Hello');
    }
  });

  it.each([GEMINI, CLAUDE])(
    'calls tools in parallel in a chat with %s, thoughts and signatures kept',
    async (model) => {
      const config = { tools, thinkingConfig: { includeThoughts: true } };
      const chat = client.chats.create({ model, config });
      const first = await chat.sendMessage({ message: ASKING[model] ?? '' });
      const calls = first.functionCalls ?? [];
      expect(calls.map(({ name }) => name)).toEqual(['get_weather', 'get_time']);
      const message = calls.map(({ id = '', name = '' }) => ({
        functionResponse: { id, name, response: { output: `${name} done` } },
      }));
      const second = await chat.sendMessage({ message });
      expect(second.text).toContain('get_weather done');
      expect(second.text).toContain('get_time done');
    },
  );

  it.each([GEMINI, CLAUDE])('calls tools in a streamed chat with %s', async (model) => {
    const chat = client.chats.create({ model, config: { tools, thinkingConfig: { includeThoughts: true } } });
    const chunks = await Array.fromAsync(await chat.sendMessageStream({ message: ASKING[model] ?? '' }));
    const calls = chunks.flatMap((chunk) => chunk.functionCalls ?? []);
    expect(calls.map(({ name }) => name)).toEqual(['get_weather', 'get_time']);
    const message = calls.map(({ id = '', name = '' }) => ({
      functionResponse: { id, name, response: { output: `${name} done` } },
    }));
    const more = await Array.fromAsync(await chat.sendMessageStream({ message }));
    expect(more.map((chunk) => chunk.text ?? '').join('')).toContain('get_time done');
  });

  it('goes on with a conversation that another model began, tools and all', async () => {
    const history: Content[] = [];
    for (const model of [CLAUDE, GEMINI, CLAUDE]) {
      const config = { tools, thinkingConfig: { includeThoughts: true } };
      history.push({ role: 'user', parts: [{ text: ASKING[model] ?? '' }] });
      const first = await client.models.generateContent({ model, contents: history, config });
      history.push(first.candidates?.[0]?.content ?? {});
      const results = (first.functionCalls ?? []).map(({ id = '', name = '' }) => ({
        functionResponse: { id, name, response: { output: 'done' } },
      }));
      expect(results).toHaveLength(2);
      history.push({ role: 'user', parts: results });
      const second = await client.models.generateContent({ model, contents: history, config });
      expect(second.text).toContain('done');
      history.push(second.candidates?.[0]?.content ?? {});
    }
  });

  it('makes the model call the tool that is named', async () => {
    const toolConfig = {
      functionCallingConfig: { mode: FunctionCallingConfigMode.ANY, allowedFunctionNames: ['get_time'] },
    };
    const answer = await client.models.generateContent({
      model: CLAUDE,
      contents: 'Hello',
      config: { tools, toolConfig },
    });
    expect(fakes.anthropic.calls.at(-1)?.json).toHaveProperty('tools');
    expect(answer.candidates?.[0]?.finishReason).toBe('STOP');
  });

  it('draws, and edits what it drew', async () => {
    const config = {
      responseModalities: ['TEXT', 'IMAGE'],
      imageConfig: { aspectRatio: '16:9', imageSize: '1K' },
    };
    const question: Content = { role: 'user', parts: [{ text: 'A red kite' }] };
    const first = await client.models.generateContent({ model: PAINTER, contents: [question], config });
    const turn = first.candidates?.[0]?.content ?? {};
    expect(await inspect(pictureOf(turn.parts))).toMatchObject({ width: 1376, height: 768 });
    const contents = [question, turn, { role: 'user', parts: [{ text: 'Make it blue' }] }];
    const second = await client.models.generateContent({ model: PAINTER, contents, config });
    expect(await inspect(pictureOf(second.candidates?.[0]?.content?.parts))).toMatchObject({ width: 1376 });
    const sent = fakes.gemini.calls.at(-1)?.json as { contents: Content[] };
    expect(sent.contents.map(({ role }) => role)).toEqual(['user', 'model', 'user']);
  });

  it('draws with models that Google has not made, in a stream too', async () => {
    const config = { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '3:2' } };
    const stream = await client.models.generateContentStream({
      model: 'demo-image',
      contents: 'A kite',
      config,
    });
    const parts = (await Array.fromAsync(stream)).flatMap(
      (chunk) => chunk.candidates?.[0]?.content?.parts ?? [],
    );
    const { width, height } = await inspect(pictureOf(parts));
    expect(width / height).toBeCloseTo(1.5, 1);
  });

  it('holds the answer to a schema', async () => {
    const config = {
      responseMimeType: 'application/json',
      responseJsonSchema: { type: 'object', properties: { city: { type: 'string' } } },
    };
    const answer = await client.models.generateContent({ model: GEMINI, contents: 'Paris', config });
    expect(JSON.parse(answer.text ?? '')).toHaveProperty('city');
  });

  it('counts tokens, by the provider or by estimate', async () => {
    const contents = 'Hello there, count me';
    const counted = await client.models.countTokens({ model: GEMINI, contents });
    expect(counted.totalTokens).toBeGreaterThan(3);
    expect(fakes.gemini.calls.at(-1)?.path).toBe(`/v1beta/models/${GEMINI}:countTokens`);
    const estimated = await client.models.countTokens({ model: 'demo-chat', contents });
    expect(estimated.totalTokens).toBeGreaterThan(3);
  });

  it.each(['', '/gemini'])('lists models and knows one, under "%s"', async (path) => {
    const { models } = connect(gateway.key, path);
    const names = (await Array.fromAsync(await models.list())).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([`models/${GEMINI}`, 'models/demo-chat']));
    const model = await models.get({ model: 'demo-chat' });
    expect(model).toMatchObject({
      name: 'models/demo-chat',
      supportedActions: expect.arrayContaining(['generateContent']),
    });
    await expect(models.get({ model: 'nobody-s' })).rejects.toMatchObject({ status: 404 });
  });

  it('reads failures as its own', async () => {
    const ask = (model: string, contents = 'Hello', key = gateway.key) =>
      connect(key).models.generateContent({ model, contents });
    await expect(ask('nobody-s')).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining('NOT_FOUND'),
    });
    await expect(ask(GEMINI, 'Hello', 'ah-wrong')).rejects.toMatchObject({
      status: 401,
      message: expect.stringContaining('API_KEY_INVALID'),
    });
    await expect(ask(CLAUDE, 'Something forbidden')).rejects.toMatchObject({ status: 400 });
  });

  it('is told in-band when a stream breaks', async () => {
    const chunk = { candidates: [{ content: { role: 'model', parts: [{ text: 'Hel' }] } }] };
    const failure = { error: { code: 503, status: 'UNAVAILABLE', message: 'overloaded' } };
    fakes.gemini.next({ sse: [chunk, failure].map((each) => `data: ${JSON.stringify(each)}\n\n`) });
    const stream = await client.models.generateContentStream({ model: GEMINI, contents: 'Hello' });
    await expect(Array.fromAsync(stream)).rejects.toMatchObject({ status: 503 });
  });
});

describe('the array form of a stream', () => {
  it('is one JSON array of the chunks', async () => {
    const body = { contents: [{ parts: [{ text: 'Hello' }] }] };
    const reply = await gateway.post(`/gemini/v1beta/models/${GEMINI}:streamGenerateContent`, body);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
    const chunks = (await reply.json()) as { candidates: { content: Content; finishReason?: string }[] }[];
    expect(chunks.length).toBeGreaterThan(2);
    const text = chunks
      .flatMap(({ candidates }) => candidates[0]?.content.parts ?? [])
      .map((part) => part.text);
    expect(text.join('')).toContain('Heard: Hello');
    expect(chunks.at(-1)?.candidates[0]?.finishReason).toBe('STOP');
  });

  it('ends with the error when it breaks', async () => {
    const chunk = { candidates: [{ content: { role: 'model', parts: [{ text: 'Hel' }] } }] };
    fakes.gemini.next({ sse: [`data: ${JSON.stringify(chunk)}\n\n`] });
    const body = { contents: [{ parts: [{ text: 'Hello' }] }] };
    const reply = await gateway.post(`/v1beta/models/${GEMINI}:streamGenerateContent`, body);
    const chunks = (await reply.json()) as { error?: { status: string } }[];
    expect(chunks.at(-1)?.error?.status).toBe('INTERNAL');
  });
});
