import { GatewayError } from '../contract/error.ts';
import { sha256 } from '../lib/sha256.ts';
import type { Shared } from '../storage/ports.ts';

/** Within this time failures are counted together. */
const WINDOW_MS = 15 * 60_000;

/** Somebody or something whose failures are counted. */
export interface Suspect {
  /** As `account ada@example.com`. */
  readonly name: string;
  /** Failures within a quarter of an hour. */
  readonly limit: number;
}

/** Counts failures on all nodes together. */
export interface Attempts {
  /**
   * Counts before anything is tried, so that many tries at once get no further than one after the other.
   * @returns to be called when it was no failure
   * @throws GatewayError `rate_limited`, with the time to wait
   */
  begin(suspects: readonly Suspect[]): Promise<() => Promise<void>>;
}

export function createAttempts(shared: Pick<Shared, 'increment'>, now: () => number = Date.now): Attempts {
  return {
    async begin(suspects) {
      const window = Math.floor(now() / WINDOW_MS);
      const keys = suspects.map(({ name }) => `attempts:${window}:${sha256(name)}`);
      const counts = await Promise.all(keys.map((key) => shared.increment(key, 1, WINDOW_MS)));
      if (suspects.some(({ limit }, index) => (counts[index] ?? 0) > limit)) {
        const retryAfterMs = (window + 1) * WINDOW_MS - now();
        const minutes = Math.ceil(retryAfterMs / 60_000);
        const message = `Too many failures. Try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`;
        throw new GatewayError('rate_limited', message, { retryAfterMs });
      }
      return async () => {
        await Promise.all(keys.map((key) => shared.increment(key, -1, WINDOW_MS)));
      };
    },
  };
}

/** Addresses that one subscriber commands count as one: of IPv6 a whole /64. */
export function addressGroup(ip: string): string {
  const v4 = /(?:^|:)(\d+\.\d+\.\d+\.\d+)$/.exec(ip)?.[1];
  if (v4 !== undefined || !ip.includes(':')) return v4 ?? ip;
  const [head = '', tail] = ip.split('::');
  const groups = head.split(':').filter(Boolean);
  if (tail !== undefined) groups.push('0', '0', '0', '0');
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
