import type { Provider } from '../../src/contract/provider.ts';
import type { Channel } from '../../src/routing/channel.ts';

/** A channel of this provider with nothing special about it. */
export const makeChannel = (name: string, provider: Provider, more: Partial<Channel> = {}): Channel => ({
  ...{ id: name, name, provider, origin: 'file', baseUrl: `http://${name}`, credentials: [], tags: [] },
  ...{ priority: 1, weight: 1, timeoutMs: 1, idleTimeoutMs: 1 },
  ...more,
});
