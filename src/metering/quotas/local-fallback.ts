import type { Shared } from '../../storage/ports.ts';

type Counters = Pick<Shared, 'increment'>;

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
  return {
    async increment(key, by, ttlMs) {
      try {
        return await shared.increment(key, by, ttlMs);
      } catch (error) {
        if (now() - told >= TELL_EVERY_MS) {
          told = now();
          onTrouble(error);
        }
        return local.increment(key, by, ttlMs);
      }
    },
  };
}
