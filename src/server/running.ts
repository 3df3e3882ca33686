/** The exchanges that go on, those whose clients have left included: a stop waits for them, or ends them. */
export class RunningExchanges {
  readonly #running = new Set<AbortController>();
  #waiting: (() => void)[] = [];
  #idleSince = performance.now();

  /** @param ends fires when nothing may go on */
  constructor(ends: AbortSignal) {
    ends.addEventListener('abort', () => {
      for (const exchange of this.#running) exchange.abort(ends.reason);
    });
  }

  /** Gives what fires when the process ends; for the caller to fire too, when its client goes. To be given back to `end`. */
  begin(): AbortController {
    const exchange = new AbortController();
    this.#running.add(exchange);
    return exchange;
  }

  end(exchange: AbortController): void {
    this.#running.delete(exchange);
    if (this.#running.size > 0) return;
    this.#idleSince = performance.now();
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** For how long there have been none, in milliseconds; 0 while there are some. */
  get idleMs(): number {
    return this.#running.size > 0 ? 0 : performance.now() - this.#idleSince;
  }

  /** Resolves when there are none. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
