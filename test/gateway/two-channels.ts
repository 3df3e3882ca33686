import type { Fake, FakeReply } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { startGateway, type TestGateway } from './start.ts';

/** A gateway with two accounts at the same kind of upstream, tried in this order. */
export interface TwoChannels {
  readonly gateway: TestGateway;
  readonly first: Fake;
  readonly second: Fake;
  close(): Promise<void>;
}

interface Besides {
  /** Channels after the two. */
  readonly channels?: readonly object[];
  /** What the gateway's configuration has but channels. */
  readonly config?: object;
}

/** @param more what both channels have */
export async function openTwoChannels(
  more: object = {},
  { channels = [], config }: Besides = {},
): Promise<TwoChannels> {
  const first = await startOpenAi();
  const second = await startOpenAi();
  const channel = (name: string, fake: Fake, priority: number) => ({
    ...{ name, type: 'openai', base_url: fake.url, api_key: 'sk-test', priority },
    ...more,
  });
  const gateway = await startGateway({
    channels: [channel('first', first, 1), channel('second', second, 2), ...channels],
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

/** Requests for either kind of answer. */
export const TEXT = { model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Good morning' }] };
export const PICTURE = {
  model: 'gpt-image-2',
  messages: [{ role: 'user', content: 'A kite' }],
  modalities: ['image'],
};

/** An answer of an upstream that fails. */
export const failing = (
  status: number,
  code = 'server_error',
  headers: Record<string, string> = {},
): FakeReply => ({
  status,
  headers,
  json: { error: { message: 'The upstream is unwell', type: 'server_error', code, param: null } },
});
