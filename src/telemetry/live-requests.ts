import { GatewayError } from '../contract/error.ts';
import type { LogEntry, RequestRow, Shared } from '../storage/ports.ts';

const WANTED = 'requests-wanted';
const ROWS = 'requests-live';

/** Nodes tell of their requests for so long after somebody has asked, and who listens asks so often. */
const WANTED_MS = 15_000;
const ASK_EVERY_MS = 5_000;

interface Message {
  readonly project: string;
  readonly rows: readonly RequestRow[];
}

/**
 * Tells all nodes of requests that were written, as long as somebody on any of them looks at their project. Otherwise it costs
 * a look at an empty map.
 */
export function tellOfRequests(
  shared: Shared,
  { now, onTrouble }: { readonly now: () => number; readonly onTrouble: (error: unknown) => void },
): (entries: readonly LogEntry[]) => void {
  const wanted = new Map<string, number>();
  const hear = (project: string | undefined): void => {
    if (project !== undefined) wanted.set(project, now() + WANTED_MS);
  };
  shared.subscribe(WANTED, hear).catch(onTrouble);
  return (entries) => {
    if (wanted.size === 0) return;
    for (const [project, until] of wanted) if (until < now()) wanted.delete(project);
    const rows = entries.flatMap(({ request }) => (wanted.has(request.project) ? [request] : []));
    for (const [project, own] of Map.groupBy(rows, (row) => row.project)) {
      const message: Message = { project, rows: own };
      shared.publish(ROWS, JSON.stringify(message)).catch(onTrouble);
    }
  };
}

export type LiveEvent =
  | { readonly kind: 'request'; readonly row: RequestRow }
  /** Requests that were not told; null: nobody knows how many. */
  | { readonly kind: 'missed'; readonly count: number | null }
  /** Nothing has happened for a while. */
  | { readonly kind: 'silence' };

export interface LiveRequests {
  /**
   * Requests of a project as they end, on whichever node, until `signal` fires or the feed is closed.
   * @throws GatewayError `overloaded` where too many listen already
   */
  listen(project: string, wants: (row: RequestRow) => boolean, signal: AbortSignal): AsyncIterable<LiveEvent>;
  /** Ends all that listen. */
  close(): Promise<void>;
}

export interface LiveOptions {
  /** After how much silence that is told, in milliseconds; default 15 s. */
  readonly silenceMs?: number;
  readonly onTrouble: (error: unknown) => void;
}

const MOST_LISTENERS = 200;
/** Rows that wait for a listener that is slow. */
const MOST_WAITING = 500;

export function createLiveRequests(shared: Shared, options: LiveOptions): LiveRequests {
  return new Feed(shared, options);
}

class Feed implements LiveRequests {
  readonly #shared: Shared;
  readonly #options: LiveOptions;
  readonly #listeners = new Set<Listener>();
  #subscribed: Promise<() => Promise<void>> | undefined;
  #asking: NodeJS.Timeout | undefined;

  constructor(shared: Shared, options: LiveOptions) {
    this.#shared = shared;
    this.#options = options;
  }

  listen(
    project: string,
    wants: (row: RequestRow) => boolean,
    signal: AbortSignal,
  ): AsyncIterable<LiveEvent> {
    if (this.#listeners.size >= MOST_LISTENERS) {
      throw new GatewayError('overloaded', 'Too many people look at live requests already.');
    }
    const listener = new Listener(project, wants, this.#options.silenceMs ?? 15_000);
    this.#listeners.add(listener);
    const end = (): void => {
      listener.end();
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) clearInterval(this.#asking);
    };
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    this.#begin(project).catch(this.#options.onTrouble);
    return listener.events();
  }

  async close(): Promise<void> {
    clearInterval(this.#asking);
    for (const listener of this.#listeners) listener.end();
    this.#listeners.clear();
    await (await this.#subscribed)?.();
  }

  async #begin(project: string): Promise<void> {
    this.#subscribed ??= this.#shared.subscribe(ROWS, (message) => this.#hear(message));
    await this.#subscribed;
    await this.#shared.publish(WANTED, project);
    clearInterval(this.#asking);
    if (this.#listeners.size === 0) return;
    this.#asking = setInterval(() => {
      for (const wanted of new Set([...this.#listeners].map((each) => each.project)))
        this.#shared.publish(WANTED, wanted).catch(this.#options.onTrouble);
    }, ASK_EVERY_MS);
    this.#asking.unref();
  }

  #hear(message: string | undefined): void {
    if (this.#listeners.size === 0) return;
    if (message === undefined) {
      for (const listener of this.#listeners) listener.miss(null);
      return;
    }
    const { project, rows } = JSON.parse(message) as Message;
    for (const listener of this.#listeners)
      if (listener.project === project) for (const row of rows) listener.hear(row);
  }
}

/** Somebody who looks at the live requests of a project. */
class Listener {
  readonly project: string;
  readonly #wants: (row: RequestRow) => boolean;
  readonly #silenceMs: number;
  readonly #waiting: RequestRow[] = [];
  #missed: number | null = 0;
  #ended = false;
  #wake = (): void => {};

  constructor(project: string, wants: (row: RequestRow) => boolean, silenceMs: number) {
    this.project = project;
    this.#wants = wants;
    this.#silenceMs = silenceMs;
  }

  hear(row: RequestRow): void {
    if (!this.#wants(row)) return;
    if (this.#waiting.length >= MOST_WAITING) this.miss(1);
    else this.#waiting.push(row);
    this.#wake();
  }

  miss(count: number | null): void {
    this.#missed = count === null || this.#missed === null ? null : this.#missed + count;
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async *events(): AsyncGenerator<LiveEvent> {
    while (!this.#ended) {
      const row = this.#waiting.shift();
      if (row) yield { kind: 'request', row };
      else if (this.#missed !== 0) {
        const count = this.#missed;
        this.#missed = 0;
        yield { kind: 'missed', count };
      } else if (!(await this.#news())) yield { kind: 'silence' };
    }
  }

  /** False: nothing came for a while. */
  #news(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), this.#silenceMs);
      this.#wake = () => {
        clearTimeout(timer);
        this.#wake = () => {};
        resolve(true);
      };
    });
  }
}
