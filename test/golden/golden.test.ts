import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DRAWING_MODELS } from '../gateway/house.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { startAnthropic } from '../upstreams/anthropic.ts';
import { startDoubao } from '../upstreams/doubao.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startGemini } from '../upstreams/gemini.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { startOpenRouter } from '../upstreams/openrouter.ts';
import { type Ability, bodyOf, type GoldenCase, readCases } from './golden-case.ts';
import { page } from './golden-page.ts';

/** The model of each provider that has the ability; a provider without one is no column of the matrix. */
const MODELS: Readonly<Record<Ability, Readonly<Record<string, string>>>> = {
  draw: DRAWING_MODELS,
  talk: {
    openai: 'gpt-5-mini',
    doubao: 'doubao-seed-2-1-pro-260915',
    openrouter: 'google/gemini-2.5-flash',
    gemini: 'gemini-2.5-flash',
    anthropic: 'claude-sonnet-5',
    demo: 'demo-chat',
  },
  call: { openai: 'gpt-5-mini', gemini: 'gemini-2.5-flash', anthropic: 'claude-sonnet-5' },
};

const KEYS: Readonly<Record<string, string>> = {
  openai: 'sk-test',
  doubao: 'ark-test',
  openrouter: 'sk-or-test',
  gemini: 'gm-test',
  anthropic: 'sk-ant-test',
};

const cases = await readCases();
let fakes: Readonly<Record<string, Fake>>;
let gateway: TestGateway;
beforeAll(async () => {
  fakes = {
    openai: await startOpenAi(),
    doubao: await startDoubao(),
    openrouter: await startOpenRouter(),
    gemini: await startGemini(),
    anthropic: await startAnthropic(),
  };
  const channels = Object.entries(fakes).map(([type, { url }]) => ({
    ...{ name: type, type, base_url: url, api_key: KEYS[type] },
  }));
  gateway = await startGateway({ channels: [...channels, { name: 'demo', type: 'demo' }] });
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(Object.values(fakes).map((fake) => fake.close()));
});
beforeEach(() => {
  for (const fake of Object.values(fakes)) fake.calls.length = 0;
});

async function exchange(golden: GoldenCase, provider: string, model: string): Promise<string> {
  const { type, body } = bodyOf(golden, model);
  const path = golden.path.replace('{model}', model);
  const response = await fetch(gateway.url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${gateway.key}`,
      ...(type !== undefined && { 'content-type': type }),
      ...golden.headers,
    },
    body,
  });
  const answer = { status: response.status, headers: response.headers, text: await response.text() };
  return page({
    title: `${golden.dialect} · ${golden.name} · ${provider}`,
    request: {
      path,
      headers: golden.headers ?? {},
      body: typeof body === 'string' ? JSON.parse(body) : body,
    },
    calls: fakes[provider]?.calls ?? [],
    answer,
    names: {
      [gateway.url]: 'http://gateway',
      ...Object.fromEntries(Object.entries(fakes).map(([name, { url }]) => [url, `http://${name}`])),
    },
  });
}

/** Every client request against every provider that can answer it; `npx vitest run test/golden -u` writes the pages anew. */
describe.each(cases)('$dialect $name', (golden) => {
  it.each(Object.entries(MODELS[golden.needs]))('%s', async (provider, model) => {
    const seen = await exchange(golden, provider, model);
    await expect(seen).toMatchFileSnapshot(`${golden.dialect}/pages/${golden.name}.${provider}.txt`);
  });
});
