import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type Fake, startFake } from '../upstreams/fake.ts';

/** A gateway in front of the provider whose format an agent speaks, and of two that have formats of their own. */
export interface AgentHouse<Own extends string> {
  readonly gateway: TestGateway;
  readonly fakes: Readonly<Record<Own | 'openrouter' | 'gemini', Fake>>;
  close(): Promise<void>;
}

export interface AgentHouseOptions<Own extends string> {
  readonly own: { readonly type: Own; readonly fake: Fake; readonly key: string };
  /** The model that each channel serves. */
  readonly models: Readonly<Record<Own | 'openrouter' | 'gemini', string>>;
  /** The events that the other two answer whatever they are asked. */
  readonly answers: { readonly openrouter: readonly string[]; readonly gemini: readonly string[] };
}

export async function openAgentHouse<Own extends string>({
  own,
  models,
  answers,
}: AgentHouseOptions<Own>): Promise<AgentHouse<Own>> {
  const fakes = {
    [own.type]: own.fake,
    openrouter: await startFake(() => ({ sse: [...answers.openrouter] })),
    gemini: await startFake(() => ({ sse: [...answers.gemini] })),
  } as Record<Own | 'openrouter' | 'gemini', Fake>;
  const channel = (type: Own | 'openrouter' | 'gemini', path: string, api_key: string) => ({
    ...{ name: type, type, base_url: fakes[type].url + path, api_key, models: [models[type]] },
  });
  const gateway = await startGateway({
    channels: [
      channel(own.type, '/v1', own.key),
      channel('openrouter', '/v1', 'or-test'),
      channel('gemini', '/v1beta', 'gm-test'),
    ],
  });
  return {
    gateway,
    fakes,
    async close() {
      await gateway.close();
      await Promise.all(Object.values<Fake>(fakes).map((fake) => fake.close()));
    },
  };
}

/** An event of a chat completions stream. */
export const chatChunk = (delta: object, finish_reason: string | null = null, usage?: object): string =>
  `data: ${JSON.stringify({ id: 'c', model: 'm', choices: [{ index: 0, delta, finish_reason }], usage })}\n\n`;
