import type { Shared, SharedListener } from '../storage/ports.ts';
import type { PrimaryCalls, WorkerCalls } from './calls.ts';
import { type Channel, Line } from './line.ts';

/** The workers of one gateway, as one of them sees them. */
export interface Team {
  /** Held by the primary: what one worker counts or announces, all others see. */
  readonly shared: Shared;
  /** This one does what must be done once in a while, by one process. */
  readonly leads: boolean;
  /** @param own the metrics of this worker, which others may ask for from now on */
  joinMetrics(own: () => Promise<object>): void;
  /** The metrics of all workers, this one's among them. */
  allMetrics(): Promise<readonly object[]>;
  /** Tells the primary that this worker listens. */
  started(greeting: string): Promise<void>;
}

export interface Seat {
  /** The primary: `process`, in a worker. */
  readonly channel: Channel;
  /** From 1; a worker that takes another's place has its number. */
  readonly number: number;
  readonly onStop: () => void;
}

export function joinTeam({ channel, number, onStop }: Seat): Team {
  const topics = new Topics();
  let ownMetrics = async (): Promise<object> => [];
  const calls: WorkerCalls = {
    heard: async (topic, message) => topics.tell(topic, message),
    metrics: () => ownMetrics(),
    stop: async () => onStop(),
  };
  const primary = new Line<PrimaryCalls>(channel, calls);
  return {
    shared: {
      get: (key) => primary.ask('get', key),
      set: (key, value, ttlMs) => primary.ask('set', key, value, ttlMs),
      increment: (key, by, ttlMs) => primary.ask('increment', key, by, ttlMs),
      take: (claims) => primary.ask('take', claims),
      release: (key, holder) => primary.ask('release', key, holder),
      renew: (places, ttlMs) => primary.ask('renew', places, ttlMs),
      held: (key) => primary.ask('held', key),
      publish: (topic, message) => primary.ask('publish', topic, message),
      subscribe: async (topic, listener) => topics.listen(topic, listener),
      close: async () => {},
    },
    leads: number === 1,
    joinMetrics(own) {
      ownMetrics = own;
    },
    allMetrics: () => primary.ask('metrics'),
    started: (greeting) => primary.ask('started', greeting),
  };
}

/** Who listens to what, within this worker. */
class Topics {
  readonly #listeners = new Map<string, Set<SharedListener>>();

  tell(topic: string, message: string): void {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener(message);
  }

  listen(topic: string, listener: SharedListener): () => Promise<void> {
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners.add(listener));
    return async () => void listeners.delete(listener);
  }
}
