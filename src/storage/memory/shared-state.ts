import type { Claim, Shared, SharedListener } from '../ports.ts';
import { HeldPlaces } from './held-places.ts';

interface Entry {
  readonly value: string;
  /** Unix milliseconds. */
  readonly goneAt: number;
}

/** From this many entries on those that are over are looked for. */
const FIRST_SWEEP = 1_024;

/** The state of a gateway that is alone. */
export function createMemoryShared(now: () => number = Date.now): Shared {
  const entries = new ExpiringEntries(now);
  const places = new HeldPlaces(now);
  const add = (key: string, by: number, ttlMs: number): number => {
    const { value, goneAt } = entries.find(key) ?? { value: '0', goneAt: now() + ttlMs };
    const sum = Number(value) + by;
    entries.put(key, { value: String(sum), goneAt });
    return sum;
  };
  const fits = (claim: Claim): boolean =>
    claim.kind === 'place'
      ? places.count(claim.key) < claim.most
      : Number(entries.find(claim.key)?.value ?? 0) + claim.by <= claim.most;
  const topics = new Map<string, Set<SharedListener>>();
  return {
    get: async (key) => entries.find(key)?.value,
    set: async (key, value, ttlMs) => entries.put(key, { value, goneAt: now() + ttlMs }),
    increment: async (key, by, ttlMs) => add(key, by, ttlMs),
    async take(claims) {
      const full = claims.findIndex((claim) => !fits(claim));
      if (full >= 0) return full;
      for (const claim of claims) {
        if (claim.kind === 'place') places.hold(claim.key, claim.holder, claim.ttlMs);
        else add(claim.key, claim.by, claim.ttlMs);
      }
      return undefined;
    },
    release: async (key, holder) => places.release(key, holder),
    renew: async (held, ttlMs) => {
      for (const { key, holder } of held) places.renew(key, holder, ttlMs);
    },
    held: async (key) => places.count(key),
    async publish(topic, message) {
      for (const listener of [...(topics.get(topic) ?? [])]) listener(message);
    },
    async subscribe(topic, listener) {
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners.add(listener));
      return async () => void listeners.delete(listener);
    },
    close: async () => topics.clear(),
  };
}

class ExpiringEntries {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  #sweepAt = FIRST_SWEEP;

  constructor(now: () => number) {
    this.#now = now;
  }

  find(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.goneAt > this.#now() ? entry : undefined;
  }

  put(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    if (this.#entries.size >= this.#sweepAt) this.#sweep();
  }

  /** At every doubling: cheap in the long run, and never more than twice as many as are alive. */
  #sweep(): void {
    for (const [key, { goneAt }] of this.#entries) if (goneAt <= this.#now()) this.#entries.delete(key);
    this.#sweepAt = Math.max(FIRST_SWEEP, 2 * this.#entries.size);
  }
}
