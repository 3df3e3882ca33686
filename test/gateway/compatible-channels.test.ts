import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { PROVIDERS } from '../../src/providers/all.ts';
import { startCompatible } from '../upstreams/compatible.ts';
import { PROFILES } from '../upstreams/compatible-profiles.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { startGateway, type TestGateway } from './start.ts';

const KEY = 'sk-compatible-test';
const fakes: { [id: string]: Fake } = {};
let gateway: TestGateway;

/** The fake of a provider. */
function fakeOf(id: string): Fake {
  const fake = fakes[id];
  if (!fake) throw new TypeError(`there is no fake of ${id}`);
  return fake;
}

beforeAll(async () => {
  for (const [id, profile] of Object.entries(PROFILES)) fakes[id] = await startCompatible(profile);
  fakes.openai = await startOpenAi();
  const channels = Object.entries(PROFILES).map(([type, { basePath, models }]) => ({
    ...{ name: type, type, base_url: fakeOf(type).url + basePath, api_key: KEY },
    // Names of their own, so that each request finds its channel.
    models: [
      ...models.map((upstream) => ({ [`${type}:${upstream}`]: upstream })),
      { [`${type}:task`]: 'a-task-model' },
    ],
  }));
  const openai = { name: 'openai', type: 'openai', base_url: fakeOf('openai').url, api_key: 'sk-test' };
  gateway = await startGateway({ channels: [...channels, openai] });
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(Object.values(fakes).map((fake) => fake.close()));
});

const ask = async (path: string, body: object) => {
  const response = await gateway.post(path, body);
  const text = await response.text();
  return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : undefined };
};
const chat = (model: string, more: object = {}) =>
  ask('/v1/chat/completions', { model, messages: [{ role: 'user', content: 'Hi' }], ...more });

describe.each(Object.entries(PROFILES))('a channel of the type %s', (id, { models }) => {
  const model = `${id}:${models[0]}`;

  it('answers chats, whole and streamed', async () => {
    const { json } = await chat(model);
    expect(json.choices[0].message.content ?? '').toBeTruthy();
    expect(json.usage.prompt_tokens).toBe(10);
    const { text } = await chat(model, { stream: true, stream_options: { include_usage: true } });
    expect(text).toContain('"prompt_tokens":10');
    expect(text.trimEnd()).toMatch(/data: \[DONE\]$/);
  });

  it('keeps chunks without choices from clients that did not ask for usage', async () => {
    const { text } = await chat(model, { stream: true });
    const chunks = [...text.matchAll(/^data: (\{.*\})\r?$/gm)].map(([, json]) => JSON.parse(json ?? ''));
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks.filter(({ choices }) => choices.length === 0)).toEqual([]);
  });

  it('answers clients of another format, with tools', async () => {
    const { json } = await ask('/v1/messages', {
      model,
      max_tokens: 100,
      system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: 'What is the weather in Rome and Oslo?' }],
      tools: [{ name: 'weather', input_schema: { type: 'object', properties: {} } }],
    });
    expect(json.stop_reason).toBe('tool_use');
    expect(json.content.filter(({ type }: { type: string }) => type === 'tool_use')).toMatchObject([
      { name: 'weather', input: { city: 'Rome' } },
      { name: 'weather', input: { city: 'Oslo' } },
    ]);
  });
});

describe('relaying', () => {
  it('passes on what only the upstream knows, and its answer byte for byte', async () => {
    const raw =
      '{"choices": [ {"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop","own":1e2}]}';
    fakeOf('groq').next({ headers: { 'content-type': 'application/json' }, body: raw });
    const { text } = await chat('groq:openai/gpt-oss-120b', { own_field: { deep: [1] } });
    expect(text).toBe(raw);
    expect(fakeOf('groq').calls.at(-1)?.json).toMatchObject({
      model: 'openai/gpt-oss-120b',
      own_field: { deep: [1] },
    });
  });

  it('reports a stream that breaks off', async () => {
    const sse = ['data: {"choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}\n\n'];
    fakeOf('groq').next({ sse });
    const { text } = await chat('groq:openai/gpt-oss-120b', { stream: true });
    expect(text).toContain('"content":"Hel"');
    expect(text).toContain('"code":"upstream_error"');
  });
});

describe('embeddings', () => {
  it('come from the provider under the client’s name of the model', async () => {
    const { json } = await ask('/v1/embeddings', { model: 'siliconflow:task', input: ['a', 'bcd'] });
    expect(json).toMatchObject({ model: 'siliconflow:task', data: [{ embedding: [1] }, { embedding: [3] }] });
    expect(fakeOf('siliconflow').calls.at(-1)).toMatchObject({
      path: '/v1/embeddings',
      json: { model: 'a-task-model', input: ['a', 'bcd'] },
    });
  });

  it('in base64 pass untouched', async () => {
    const body = { model: 'text-embedding-3-small', input: 'hello', encoding_format: 'base64' };
    const { json } = await ask('/v1/embeddings', body);
    const floats = Buffer.from(json.data[0].embedding, 'base64');
    expect(floats.readFloatLE(0)).toBe(5);
  });

  it.each([
    [{ input: 'a' }, 400, 'model'],
    [{ model: 'text-embedding-3-small' }, 400, 'input'],
    [{ model: 'nonsense', input: 'a' }, 404, 'model'],
    [{ model: 'groq:task', input: 'a' }, 400, 'model'],
  ])('are refused for %j', async (body, status, param) => {
    const answer = await ask('/v1/embeddings', body);
    expect(answer).toMatchObject({ status, json: { error: { param } } });
  });
});

describe('rerank and moderations', () => {
  it.each([
    ['siliconflow', '/v1/rerank'],
    ['dashscope', '/compatible-api/v1/reranks'],
    ['vllm', '/v1/rerank'],
  ])('rerank of %s is at %s', async (id, path) => {
    const body = { model: `${id}:task`, query: 'q', documents: ['a', 'bcd'], top_n: 1 };
    const { json } = await ask('/v1/rerank', body);
    expect(json.results).toEqual([{ index: 1, relevance_score: 0.03 }]);
    expect(fakeOf(id).calls.at(-1)?.path).toBe(path);
  });

  it('moderations have a default model', async () => {
    const { json } = await ask('/v1/moderations', { input: 'forbidden' });
    expect(json).toMatchObject({ model: 'omni-moderation-latest', results: [{ flagged: true }] });
  });
});

describe('the old completions', () => {
  const complete = (more: object) =>
    ask('/v1/completions', { model: 'groq:openai/gpt-oss-120b', prompt: 'Once', ...more });

  it('are a chat where the provider has none', async () => {
    const { json } = await complete({ max_tokens: 5, echo: true, suffix: '!' });
    expect(json).toMatchObject({
      object: 'text_completion',
      choices: [{ index: 0, text: 'OnceHello to you.', finish_reason: 'stop', logprobs: null }],
      usage: { total_tokens: 13 },
      axonhub: { warnings: [{ field: 'suffix' }] },
    });
  });

  it('stream words, usage where it was asked for, and an end', async () => {
    const { text } = await complete({ stream: true, stream_options: { include_usage: true } });
    const chunks = [...text.matchAll(/^data: (\{.*\})$/gm)].map(([, json]) => JSON.parse(json ?? ''));
    expect(chunks.map(({ choices }) => choices[0]?.text ?? '').join('')).toBe('Hello to you.');
    expect(chunks.at(-2).choices[0].finish_reason).toBe('stop');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 10 } });
    expect(text.trimEnd()).toMatch(/data: \[DONE\]$/);
  });

  it('go on as they are to a provider that has them', async () => {
    const body = { model: 'vllm:served-model', prompt: 'Once', suffix: '!', best_of: 3 };
    const { json } = await ask('/v1/completions', body);
    expect(json.choices[0].text).toBe('Once and so on!');
    expect(fakeOf('vllm').calls.at(-1)).toMatchObject({
      path: '/v1/completions',
      json: { ...body, model: 'served-model' },
    });
  });

  it.each([{ prompt: ['a', 'b'] }, { prompt: [1, 2] }, { prompt: undefined }])('refuse %j', async (more) => {
    expect(await complete(more)).toMatchObject({ status: 400, json: { error: { param: 'prompt' } } });
  });
});

describe('channels by environment', () => {
  const configured = async (env: Record<string, string>) =>
    (await loadConfig({ options: {}, env, cwd: '/nowhere', providers: PROVIDERS })).channels;

  it.each(
    PROVIDERS.filter(({ id, envKey }) => envKey && id in PROFILES).map(({ id, envKey = '' }) => [envKey, id]),
  )('%s makes one of the type %s', async (variable, type) => {
    const [channel] = await configured({ [variable]: 'sk-1' });
    expect(channel).toMatchObject({ name: type, type, origin: 'environment' });
  });

  it('exist for all but those that need no key', () => {
    const keyless = PROVIDERS.filter(({ id, envKey }) => !envKey && id in PROFILES).map(({ id }) => id);
    expect(keyless).toEqual(['ollama', 'vllm']);
  });
});
