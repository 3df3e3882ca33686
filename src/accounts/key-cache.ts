const MOST_KEYS = 10_000;
const LIFETIME_MS = 60_000;

interface Known<Caller> {
  readonly caller: Caller;
  /** Unix milliseconds. */
  readonly goneAt: number;
}

/**
 * Callers by the hash of their key, for a minute and no more than ten thousand: what was changed without anybody saying so
 * is seen by then, and a flood of keys takes no more memory than that.
 */
export class KeyCache<Caller extends object> {
  readonly #known = new Map<string, Known<Caller>>();
  readonly #now: () => number;
  #changes = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** As the cache has it, or as `read` answers; `read` may answer undefined, which is not remembered. */
  async find(hash: string, read: () => Promise<Caller | undefined>): Promise<Caller | undefined> {
    const known = this.#known.get(hash);
    if (known && known.goneAt > this.#now()) return known.caller;
    const before = this.#changes;
    const caller = await read();
    // A key that was changed while it was read may have been read as it was before.
    if (caller && before === this.#changes) this.#remember(hash, caller);
    return caller;
  }

  /** Forgets one key, or all of them. */
  forget(hash?: string): void {
    this.#changes += 1;
    if (hash === undefined) this.#known.clear();
    else this.#known.delete(hash);
  }

  #remember(hash: string, caller: Caller): void {
    // Deleted first, so that the order is the one of coming in: the first is always the oldest.
    this.#known.delete(hash);
    this.#known.set(hash, { caller, goneAt: this.#now() + LIFETIME_MS });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_KEYS && oldest !== undefined) this.#known.delete(oldest);
  }
}
