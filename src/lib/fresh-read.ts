/** Keeps a copy of something up to date: one read at a time, and what changes during one makes another. */
export class FreshRead {
  readonly #read: () => Promise<void>;
  readonly #onTrouble: (error: unknown) => void;
  #reading: Promise<void> | undefined;
  #stale = false;
  #retry: NodeJS.Timeout | undefined;

  /** @param onTrouble told of reads that failed; they are tried again, and what was read before stays in use */
  constructor(read: () => Promise<void>, onTrouble: (error: unknown) => void) {
    this.#read = read;
    this.#onTrouble = onTrouble;
  }

  /** Resolves when everything that had changed by now has been read. */
  refresh(): Promise<void> {
    this.#stale = true;
    this.#reading ??= this.#readUntilFresh();
    return this.#reading;
  }

  stop(): void {
    clearTimeout(this.#retry);
  }

  async #readUntilFresh(): Promise<void> {
    while (this.#stale) {
      this.#stale = false;
      try {
        await this.#read();
      } catch (error) {
        this.#onTrouble(error);
        clearTimeout(this.#retry);
        this.#retry = setTimeout(() => void this.refresh(), RETRY_MS).unref();
      }
    }
    // In the same breath as the last look at #stale: whoever comes later begins anew.
    this.#reading = undefined;
  }
}

/** After a read that failed. */
const RETRY_MS = 1_000;
