import type { Dispatcher } from 'undici';
import { Agent, ProxyAgent, Socks5ProxyAgent } from './undici.ts';

/**
 * Which connection a request may leave on. `kept`: any that is open. `young`: none that has lain unused for longer than a moment, which the
 * other side may be closing just now. `new`: one of its own.
 */
export type Connection = 'kept' | 'young' | 'new';

/** Connections to upstreams: direct ones, and those through each proxy that a channel names. */
export interface Dispatchers {
  /** @param proxy `http:`, `https:` or `socks5:` URL, user and password in it; absent: direct */
  get(connection: Connection, proxy?: string): Dispatcher;
  close(): Promise<void>;
}

export interface DispatcherOptions {
  /** Most connections to one origin, of each kind. */
  readonly connections: number;
  readonly connectTimeoutMs: number;
  /** How long an unused connection is kept. */
  readonly keepAliveMs: number;
}

/** Proxies of channels that were changed are let go in the end. */
const MOST_PROXIES = 64;
/** Shorter than servers keep idle connections: the shortest in wide use is two seconds (gunicorn). */
const YOUNG_MS = 1_000;

export function createDispatchers(options: DispatcherOptions): Dispatchers {
  const direct = new Route(options);
  const proxied = new Map<string, Route>();
  return {
    get(connection, proxy) {
      if (proxy === undefined) return direct.get(connection);
      const known = proxied.get(proxy) ?? new Route(options, proxy);
      // The one used last stands last.
      proxied.delete(proxy);
      proxied.set(proxy, known);
      const [oldest] = proxied;
      if (proxied.size > MOST_PROXIES && oldest) {
        proxied.delete(oldest[0]);
        // Calls under way go on to their end.
        oldest[1].close();
      }
      return known.get(connection);
    },
    close: async () => {
      await Promise.all([direct, ...proxied.values()].map((each) => each.destroy()));
    },
  };
}

/** Connections of each kind by one way: directly, or through one proxy. */
class Route {
  readonly #options: DispatcherOptions;
  readonly #proxy: string | undefined;
  readonly #open: { [connection in Connection]?: Dispatcher } = {};

  constructor(options: DispatcherOptions, proxy?: string) {
    this.#options = options;
    this.#proxy = proxy;
  }

  get(connection: Connection): Dispatcher {
    this.#open[connection] ??= this.#make(connection);
    return this.#open[connection];
  }

  close(): void {
    for (const each of Object.values(this.#open)) each.close().catch(() => {});
  }

  async destroy(): Promise<void> {
    await Promise.all(Object.values(this.#open).map((each) => each.destroy()));
  }

  #make(connection: Connection): Dispatcher {
    const { connections, connectTimeoutMs, keepAliveMs } = this.#options;
    const proxy = this.#proxy;
    const connect = { timeout: connectTimeoutMs };
    // One connection per call in flight: a slow reader holds up nobody else, and a lost connection costs one call.
    const options = { connections, keepAliveTimeout: keepAliveMs, allowH2: false, ...LIFETIMES[connection] };
    if (proxy === undefined) return new Agent({ ...options, connect });
    if (proxy.startsWith('socks')) return new Socks5ProxyAgent(proxy, options);
    return new ProxyAgent({ uri: proxy, ...options, proxyTls: connect, requestTls: connect });
  }
}

const LIFETIMES = {
  kept: {},
  young: { keepAliveTimeout: YOUNG_MS, keepAliveMaxTimeout: YOUNG_MS },
  // undici's way to say `connection: close`.
  new: { pipelining: 0 },
} as const;
