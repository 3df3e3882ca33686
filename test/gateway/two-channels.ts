import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { startGateway, type TestGateway } from './start.ts';

/** A gateway with two accounts at the same kind of upstream, tried in this order. */
export interface TwoChannels {
  readonly gateway: TestGateway;
  readonly first: Fake;
  readonly second: Fake;
  close(): Promise<void>;
}

/** @param more for both channels @param config for the gateway */
export async function openTwoChannels(more: object = {}, config: object = {}): Promise<TwoChannels> {
  const first = await startOpenAi();
  const second = await startOpenAi();
  const channel = (name: string, fake: Fake, priority: number) => ({
    ...{ name, type: 'openai', base_url: fake.url, api_key: 'sk-test', priority },
    ...more,
  });
  const gateway = await startGateway({
    channels: [channel('first', first, 1), channel('second', second, 2), { name: 'demo', type: 'demo' }],
    ...config,
  });
  return {
    gateway,
    first,
    second,
    async close() {
      await gateway.close();
      await first.close();
      await second.close();
    },
  };
}
