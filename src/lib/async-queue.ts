/** Hands items from any number of producers to one consumer, in the order they come; producers wait while it is full. */
export class AsyncQueue<T> implements AsyncIterable<T> {
  readonly #items: T[] = [];
  readonly #limit: number;
  #closed = false;
  #failure: { readonly error: unknown } | undefined;
  #wakeConsumer: (() => void) | undefined;
  #wakeProducers: (() => void)[] = [];

  constructor(limit = 16) {
    this.#limit = limit;
  }

  /** Resolves once there is room again. */
  async push(item: T): Promise<void> {
    this.#items.push(item);
    this.#wakeConsumer?.();
    while (this.#items.length > this.#limit)
      await new Promise<void>((resolve) => this.#wakeProducers.push(resolve));
  }

  /** No more items will come. */
  close(): void {
    this.#closed = true;
    this.#wakeConsumer?.();
  }

  /** The consumer gets this error after the items that are waiting. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      while (this.#items.length > 0) {
        const item = this.#items.shift() as T;
        for (const wake of this.#wakeProducers.splice(0)) wake();
        yield item;
      }
      if (this.#failure) throw this.#failure.error;
      if (this.#closed) return;
      await new Promise<void>((resolve) => {
        this.#wakeConsumer = resolve;
      });
    }
  }
}
