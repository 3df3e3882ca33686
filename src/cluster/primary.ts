import { setTimeout as sleep } from 'node:timers/promises';
import type { Held, PrimaryCalls, WorkerCalls } from './calls.ts';
import { type Channel, Line } from './line.ts';

/** A process of the gateway, as `cluster.fork` makes them. */
export interface WorkerProcess extends Channel {
  once(event: 'disconnect', listener: () => void): unknown;
  once(event: 'exit', listener: (code: number | null, signal: string | null) => void): unknown;
  readonly process: { kill(signal: 'SIGKILL'): unknown };
}

export interface PrimaryOptions {
  /** How many workers there are to be. */
  readonly count: number;
  /** Starts a worker; `number` counts from 1. */
  readonly fork: (number: number) => WorkerProcess;
  /** What the workers share. */
  readonly shared: Held;
  /** The first worker listens; told once. */
  readonly onStarted: (greeting: string) => void;
  /** Told of a worker that has ended by itself. */
  readonly onLoss: (number: number, reason: string) => void;
  readonly pauses?: { readonly firstMs: number; readonly longestMs: number };
}

interface Running {
  readonly worker: WorkerProcess;
  readonly line: Line<WorkerCalls>;
  readonly started: Promise<string>;
  readonly ended: Promise<Ending>;
}

interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
}

/** Before another worker takes the place of one that ended; twice as long each time, until one holds out. */
const PAUSES = { firstMs: 100, longestMs: 30_000 };
const HOLDS_OUT_MS = 60_000;
/** A worker that is too busy to tell its metrics is left out. */
const METRICS_MS = 2_000;

/** The parent of all workers: starts them, replaces those that die, holds what they share, and serves no request itself. */
export class Primary {
  readonly #options: PrimaryOptions;
  readonly #running = new Set<Running>();
  readonly #stopping = new AbortController();

  constructor(options: PrimaryOptions) {
    this.#options = options;
  }

  /**
   * Resolves with the exit code when all workers have ended. The first one starts alone: it makes the tables and the first key,
   * and where it cannot start the others could not either.
   */
  async run(): Promise<number> {
    const { count, onStarted } = this.#options;
    const lead = this.#start(1);
    const failed = await Promise.race([lead.started.then(onStarted), lead.ended]);
    if (failed) return this.#stopping.signal.aborted ? 0 : (failed.code ?? 1);
    const others = Array.from({ length: count - 1 }, (_, index) => this.#keep(index + 2));
    await Promise.all([this.#keep(1, lead), ...others]);
    return 0;
  }

  /** Lets what is running end; a second call does not wait for it. */
  stop(): void {
    const again = this.#stopping.signal.aborted;
    this.#stopping.abort();
    for (const { worker, line } of this.#running) {
      if (again) worker.process.kill('SIGKILL');
      else line.ask('stop').catch(() => {});
    }
  }

  /** There is always a worker of this number, until all are stopped. */
  async #keep(number: number, first?: Running): Promise<void> {
    const { firstMs, longestMs } = this.#options.pauses ?? PAUSES;
    const { signal } = this.#stopping;
    let pause = firstMs;
    let running = first;
    while (!signal.aborted) {
      const since = Date.now();
      running ??= this.#start(number);
      const ending = await running.ended;
      running = undefined;
      if (signal.aborted) return;
      this.#options.onLoss(number, reasonOf(ending));
      pause = Date.now() - since > HOLDS_OUT_MS ? firstMs : pause;
      await sleep(pause, undefined, { signal }).catch(() => {});
      pause = Math.min(2 * pause, longestMs);
    }
  }

  #start(number: number): Running {
    const { promise: started, resolve } = Promise.withResolvers<string>();
    const worker = this.#options.fork(number);
    const line = new Line<WorkerCalls>(worker, this.#calls(resolve));
    const ended = new Promise<Ending>((resolve) => {
      worker.once('exit', (code, signal) => {
        this.#running.delete(running);
        resolve({ code, signal });
      });
    });
    const running: Running = { worker, line, started, ended };
    this.#running.add(running);
    return running;
  }

  #calls(started: (greeting: string) => void): PrimaryCalls {
    const { shared } = this.#options;
    return {
      started: async (greeting) => started(greeting),
      get: (key) => shared.get(key),
      set: (key, value, ttlMs) => shared.set(key, value, ttlMs),
      increment: (key, by, ttlMs) => shared.increment(key, by, ttlMs),
      take: (claims) => shared.take(claims),
      release: (key, holder) => shared.release(key, holder),
      renew: (places, ttlMs) => shared.renew(places, ttlMs),
      held: (key) => shared.held(key),
      publish: async (topic, message) => {
        for (const { line } of this.#running) line.ask('heard', topic, message).catch(() => {});
      },
      metrics: async () => {
        const all = await Promise.all([...this.#running].map(metricsOf));
        return all.filter((metrics) => metrics !== undefined);
      },
    };
  }
}

const metricsOf = ({ line }: Running): Promise<object | undefined> =>
  Promise.race([line.ask('metrics'), sleep(METRICS_MS, undefined, { ref: false })]).catch(() => undefined);

const reasonOf = ({ code, signal }: Ending): string => (signal ? `signal ${signal}` : `exit code ${code}`);
