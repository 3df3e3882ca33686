import { LruMap } from '../lib/lru-map.ts';
import { afterEvent, type Health, type HealthEvent, UNTRIED } from './health.ts';

/**
 * The health of all targets. Both calls answer at once: an implementation that several gateways share keeps a copy here and
 * tells the others in the background.
 */
export interface HealthBoard {
  read(target: string): Health;
  note(target: string, event: HealthEvent): void;
  /** Every target that was ever called and is not forgotten. */
  entries(): Iterable<readonly [target: string, health: Health]>;
  forget(target: string): void;
}

/** Clients may name models at will where a channel has no list: targets beyond these are forgotten, oldest first. */
const MOST_TARGETS = 10_000;

/** For one process. */
export function createHealthBoard(now: () => number): HealthBoard {
  const targets = new LruMap<string, Health>(MOST_TARGETS);
  const read = (target: string): Health => targets.peek(target) ?? UNTRIED;
  return {
    read,
    note: (target, event) => targets.set(target, afterEvent(read(target), event, now())),
    entries: () => targets.entries(),
    forget: (target) => targets.delete(target),
  };
}
