import type { Shared } from '../../storage/ports.ts';

/** What is counted while requests run. */
export type Counters = Pick<Shared, 'increment' | 'take' | 'release' | 'renew' | 'held'>;

/** How often trouble that goes on is told again. */
const TELL_EVERY_MS = 60_000;

/**
 * Counts in this process while the state that all nodes share cannot be reached: limits still hold, for each node by itself, and
 * requests are served. What was counted meanwhile is not added to the shared counters afterwards.
 */
export function withLocalFallback(
  shared: Counters,
  local: Counters,
  onTrouble: (error: unknown) => void,
  now: () => number = Date.now,
): Counters {
  let told = Number.NEGATIVE_INFINITY;
  const either = async <Result>(ask: (counters: Counters) => Promise<Result>): Promise<Result> => {
    try {
      return await ask(shared);
    } catch (error) {
      if (now() - told >= TELL_EVERY_MS) {
        told = now();
        onTrouble(error);
      }
      return ask(local);
    }
  };
  return {
    increment: (key, by, ttlMs) => either((counters) => counters.increment(key, by, ttlMs)),
    take: (claims) => either((counters) => counters.take(claims)),
    held: (key) => either((counters) => counters.held(key)),
    // A place may have been given by either.
    async release(key, holder) {
      await local.release(key, holder);
      await either((counters) => counters.release(key, holder));
    },
    async renew(places, ttlMs) {
      await local.renew(places, ttlMs);
      await either((counters) => counters.renew(places, ttlMs));
    },
  };
}
