import { startGateway, type TestGateway } from '../gateway/start.ts';
import { startAnthropic } from '../upstreams/anthropic.ts';
import { startCompatible } from '../upstreams/compatible.ts';
import { PROFILES, type Profile } from '../upstreams/compatible-profiles.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startGemini } from '../upstreams/gemini.ts';
import { startOpenAi } from '../upstreams/openai.ts';

/** A gateway in front of strict fakes that talk and call tools: one relays, the others have formats and habits of their own. */
export interface ChatHouse {
  readonly gateway: TestGateway;
  close(): Promise<void>;
}

/** A model of each upstream. All understand `call weather(Rome)`. */
export const TALKERS = [
  'gpt-5-mini',
  'claude-sonnet-5',
  'gemini-3.8-flash',
  'deepseek-v4-pro',
  'mistral-medium-3.5',
];

export async function openChatHouse(): Promise<ChatHouse> {
  const fakes: { readonly [type: string]: readonly [fake: Fake, key: string, basePath: string] } = {
    openai: [await startOpenAi(), 'sk-test', ''],
    anthropic: [await startAnthropic(), 'sk-ant-test', ''],
    gemini: [await startGemini(), 'gm-test', ''],
    deepseek: await compatible(PROFILES.deepseek),
    mistral: await compatible(PROFILES.mistral),
  };
  const channels = Object.entries(fakes).map(([type, [fake, api_key, basePath]]) => ({
    ...{ name: type, type, base_url: fake.url + basePath, api_key },
  }));
  const gateway = await startGateway({ channels });
  return {
    gateway,
    close: async () => {
      await gateway.close();
      await Promise.all(Object.values(fakes).map(([fake]) => fake.close()));
    },
  };
}

async function compatible(profile: Profile | undefined): Promise<readonly [Fake, string, string]> {
  if (!profile) throw new TypeError('there is no such profile');
  return [await startCompatible(profile), 'sk-compatible-test', profile.basePath];
}

/** What the tool answers to arguments such as `{"city":"Rome"}`. */
export const weatherIn = (args: string): string => `sunny in ${JSON.parse(args).city}`;
