/** Hands items from any number of producers to one consumer, in the order they come; producers wait while it is full. */
export class AsyncQueue<T> implements AsyncIterable<T> {
  readonly #items: T[] = [];
  readonly #limit: number;
  #closed = false;
  #left = false;
  #failure: { readonly error: unknown } | undefined;
  #wakeConsumer: (() => void) | undefined;
  #wakeProducers: (() => void)[] = [];

  constructor(limit = 16) {
    this.#limit = limit;
  }

  /** The consumer has stopped reading: nothing that is pushed will be seen. */
  get left(): boolean {
    return this.#left;
  }

  /** Resolves once there is room again, or the consumer has left. */
  async push(item: T): Promise<void> {
    if (this.#left) return;
    this.#items.push(item);
    this.#wakeConsumer?.();
    while (this.#items.length > this.#limit && !this.#left)
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
    try {
      for (;;) {
        while (this.#items.length > 0) {
          const item = this.#items.shift() as T;
          this.#letIn();
          yield item;
        }
        if (this.#failure) throw this.#failure.error;
        if (this.#closed) return;
        await new Promise<void>((resolve) => {
          this.#wakeConsumer = resolve;
        });
      }
    } finally {
      this.#left = true;
      this.#items.length = 0;
      this.#letIn();
    }
  }

  #letIn(): void {
    for (const wake of this.#wakeProducers.splice(0)) wake();
  }
}
