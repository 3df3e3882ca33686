import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DRAWING_MODELS } from '../gateway/house.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { startAnthropic } from '../upstreams/anthropic.ts';
import { startCompatible } from '../upstreams/compatible.ts';
import { PROFILES } from '../upstreams/compatible-profiles.ts';
import { startDoubao } from '../upstreams/doubao.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startGemini } from '../upstreams/gemini.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { startOpenRouter } from '../upstreams/openrouter.ts';
import {
  type Ability,
  CASES,
  CHAT_DIALECTS,
  type GoldenCase,
  type GoldenRequest,
  readCases,
  requestsOf,
} from './golden-case.ts';
import { type Exchanged, page } from './golden-page.ts';

/** The six that every format is tried with; `deepseek` stands for those that are data over `openai-compatible`. */
const TALKING = {
  openai: 'gpt-5-mini',
  anthropic: 'claude-sonnet-5',
  gemini: 'gemini-3.5-flash',
  doubao: 'doubao-seed-2-1-pro-260915',
  openrouter: 'anthropic/claude-sonnet-4.6',
  deepseek: 'deepseek-v4-pro',
};

/** The model of each provider that is asked; a provider without one is no column of the case. */
const MODELS: Readonly<Record<Ability, Readonly<Record<string, string>>>> = {
  'draw-or-refuse': { ...TALKING, ...DRAWING_MODELS },
  draw: DRAWING_MODELS,
  talk: { ...TALKING, demo: 'demo-chat' },
  call: TALKING,
  speak: { ...TALKING, openai: 'gpt-audio-mini', gemini: 'gemini-3.8-flash-tts' },
};

const KEYS: Readonly<Record<string, string>> = {
  openai: 'sk-test',
  anthropic: 'sk-ant-test',
  gemini: 'gm-test',
  doubao: 'ark-test',
  openrouter: 'sk-or-test',
  deepseek: 'sk-compatible-test',
};

const cases = await readCases();
let fakes: Readonly<Record<string, Fake>>;
let gateway: TestGateway;
beforeAll(async () => {
  const { deepseek } = PROFILES;
  if (!deepseek) throw new TypeError('there is no such profile');
  fakes = {
    openai: await startOpenAi(),
    anthropic: await startAnthropic(),
    gemini: await startGemini(),
    doubao: await startDoubao(),
    openrouter: await startOpenRouter(),
    deepseek: await startCompatible(deepseek),
  };
  const channels = Object.entries(fakes).map(([type, { url }]) => ({
    ...{ name: type, type, base_url: url, api_key: KEYS[type] },
  }));
  const speaking = [
    { ...channels[0], name: 'openai speaking', models: [MODELS.speak.openai] },
    { ...channels[2], name: 'gemini speaking', models: [MODELS.speak.gemini] },
  ];
  gateway = await startGateway({ channels: [...channels, ...speaking, { name: 'demo', type: 'demo' }] });
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(Object.values(fakes).map((fake) => fake.close()));
});
beforeEach(() => {
  for (const fake of Object.values(fakes)) fake.calls.length = 0;
});

async function exchange(golden: GoldenCase, provider: string, request: GoldenRequest): Promise<Exchanged> {
  const fake = fakes[provider];
  const before = fake?.calls.length ?? 0;
  if (golden.breaksOff) fake?.breakOff();
  const { path, type, body } = request;
  const headers = golden.headers ?? {};
  const response = await fetch(gateway.url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${gateway.key}`,
      ...(type !== undefined && { 'content-type': type }),
      ...headers,
    },
    body,
  });
  const answer = { status: response.status, headers: response.headers, text: await response.text() };
  return { request, headers, calls: fake?.calls.slice(before) ?? [], answer };
}

/** Every client request against every provider; `npx vitest run test/golden -u` writes the pages anew. */
describe.each(cases)('$dialect $name', (golden) => {
  it.each(Object.entries(MODELS[golden.needs]))('%s', async (provider, model) => {
    const exchanges: Exchanged[] = [];
    for (const request of requestsOf(golden, model)) {
      exchanges.push(await exchange(golden, provider, request));
    }
    const seen = await page(`${golden.dialect} · ${golden.name} · ${provider}`, exchanges, {
      [gateway.url]: 'http://gateway',
      ...Object.fromEntries(Object.entries(fakes).map(([name, { url }]) => [url, `http://${name}`])),
    });
    await expect(seen).toMatchFileSnapshot(`${golden.dialect}/pages/${golden.name}.${provider}.txt`);
  });
});

describe('the matrix', () => {
  it.each(CHAT_DIALECTS)('tries %s with every case at the six providers, whole and streamed', (dialect) => {
    const six = Object.keys(TALKING);
    const tried = cases.filter(
      ({ dialect: of, only, needs }) =>
        of === dialect && only === undefined && six.every((provider) => provider in MODELS[needs]),
    );
    expect(tried.map(({ name }) => name)).toEqual(expect.arrayContaining([...CASES]));
  });
});
