import { startDoubao } from '../upstreams/doubao.ts';
import type { Fake, FakeCall } from '../upstreams/fake.ts';
import { startGemini } from '../upstreams/gemini.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { startOpenRouter } from '../upstreams/openrouter.ts';
import { startGateway, type TestGateway } from './start.ts';

export type UpstreamName = 'openai' | 'doubao' | 'openrouter' | 'gemini';
export type ProviderName = UpstreamName | 'demo';

/** One drawing model of each provider, as the mission names them. */
export const DRAWING_MODELS: Readonly<Record<ProviderName, string>> = {
  openai: 'gpt-image-2',
  doubao: 'doubao-seedream-4-5-251128',
  openrouter: 'google/gemini-3-pro-image',
  gemini: 'gemini-3-pro-image',
  demo: 'demo-image',
};
export const PROVIDER_NAMES = Object.keys(DRAWING_MODELS) as readonly ProviderName[];

export const UPSTREAM_KEYS: Readonly<Record<UpstreamName, string>> = {
  openai: 'sk-test',
  doubao: 'ark-test',
  openrouter: 'sk-or-test',
  gemini: 'gm-test',
};

/** An answer read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A gateway with a channel for every provider, each in front of its strict fake. */
export interface House {
  readonly gateway: TestGateway;
  readonly fakes: Readonly<Record<UpstreamName, Fake>>;
  /** Every answer so far. */
  readonly answers: readonly Answer[];
  ask(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Multipart. */
  upload(path: string, form: FormData, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  /** What this provider was sent since its calls were last forgotten; none for the demo. */
  calls(provider: ProviderName): readonly FakeCall[];
  forgetCalls(): void;
  close(): Promise<void>;
}

export async function openHouse(file: { readonly [member: string]: unknown } = {}): Promise<House> {
  const fakes = {
    openai: await startOpenAi(),
    doubao: await startDoubao(),
    openrouter: await startOpenRouter(),
    gemini: await startGemini(),
  };
  const channels = [
    ...upstreamNames.map((type) => ({
      name: type,
      type,
      base_url: fakes[type].url,
      api_key: UPSTREAM_KEYS[type],
    })),
    { name: 'demo', type: 'demo' },
  ];
  const gateway = await startGateway({ channels, ...file });
  const answers: Answer[] = [];
  const keep = async (response: Response): Promise<Answer> => {
    const answer = { status: response.status, headers: response.headers, text: await response.text() };
    answers.push(answer);
    return answer;
  };
  const authorization = `Bearer ${gateway.key}`;
  return {
    gateway,
    fakes,
    answers,
    ask: async (path, body, headers) => keep(await gateway.post(path, body, headers)),
    upload: async (path, body, headers) =>
      keep(await fetch(gateway.url + path, { method: 'POST', body, headers: { authorization, ...headers } })),
    get: async (path) => keep(await fetch(new URL(path, gateway.url), { headers: { authorization } })),
    calls: (provider) => (provider === 'demo' ? [] : fakes[provider].calls),
    forgetCalls: () => {
      for (const fake of Object.values(fakes)) fake.calls.length = 0;
    },
    close: async () => {
      await gateway.close();
      await Promise.all(Object.values(fakes).map((fake) => fake.close()));
    },
  };
}

const upstreamNames = Object.keys(UPSTREAM_KEYS) as readonly UpstreamName[];
