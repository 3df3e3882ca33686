/** Places that are held for a time, by the key of what they are places of. */
export class HeldPlaces {
  /** Unix milliseconds until which each holder has its place. */
  readonly #places = new Map<string, Map<string, number>>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  count(key: string): number {
    const holders = this.#places.get(key);
    if (!holders) return 0;
    for (const [holder, until] of holders) if (until <= this.#now()) this.release(key, holder);
    return holders.size;
  }

  hold(key: string, holder: string, ttlMs: number): void {
    const holders = this.#places.get(key) ?? new Map<string, number>();
    this.#places.set(key, holders.set(holder, this.#now() + ttlMs));
  }

  renew(key: string, holder: string, ttlMs: number): void {
    const until = this.#places.get(key)?.get(holder);
    if (until !== undefined && until > this.#now()) this.hold(key, holder, ttlMs);
  }

  release(key: string, holder: string): void {
    const holders = this.#places.get(key);
    holders?.delete(holder);
    if (holders?.size === 0) this.#places.delete(key);
  }
}
