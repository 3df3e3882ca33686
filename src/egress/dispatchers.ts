import { Agent, type Dispatcher, ProxyAgent, Socks5ProxyAgent } from 'undici';

/** Connections to upstreams: direct ones, and those through each proxy that a channel names. */
export interface Dispatchers {
  /** @param proxy `http:`, `https:` or `socks5:` URL, user and password in it; absent: direct */
  get(proxy?: string): Dispatcher;
  close(): Promise<void>;
}

export interface DispatcherOptions {
  /** Most connections to one origin. */
  readonly connections: number;
  readonly connectTimeoutMs: number;
  /** How long an unused connection is kept. */
  readonly keepAliveMs: number;
}

/** Proxies of channels that were changed are let go in the end. */
const MOST_PROXIES = 64;

export function createDispatchers({
  connections,
  connectTimeoutMs,
  keepAliveMs,
}: DispatcherOptions): Dispatchers {
  const connect = { timeout: connectTimeoutMs };
  // One connection per call in flight: a slow reader holds up nobody else, and a lost connection costs one call.
  const options = { connections, keepAliveTimeout: keepAliveMs, allowH2: false };
  const direct = new Agent({ ...options, connect });
  const proxied = new Map<string, Dispatcher>();
  const open = (proxy: string): Dispatcher =>
    proxy.startsWith('socks')
      ? new Socks5ProxyAgent(proxy, options)
      : new ProxyAgent({ uri: proxy, ...options, proxyTls: connect, requestTls: connect });
  return {
    get(proxy) {
      if (proxy === undefined) return direct;
      const known = proxied.get(proxy) ?? open(proxy);
      // The one used last stands last.
      proxied.delete(proxy);
      proxied.set(proxy, known);
      const [oldest] = proxied;
      if (proxied.size > MOST_PROXIES && oldest) {
        proxied.delete(oldest[0]);
        // Calls under way go on to their end.
        oldest[1].close().catch(() => {});
      }
      return known;
    },
    close: async () => {
      await Promise.all([direct, ...proxied.values()].map((each) => each.destroy()));
    },
  };
}
