export interface SlotsOptions {
  /** Jobs at work at once. */
  readonly size: number;
  /** Jobs that wait beside them; what they were asked for lies in memory and spool meanwhile. */
  readonly mostAway: number;
  readonly onFree: () => void;
}

/** Places for jobs at work. A job that can do nothing but wait lends its place to another one. */
export class Slots {
  readonly #options: SlotsOptions;
  #taken = 0;
  #away = 0;
  /** Jobs that want their place back: they go before new ones. */
  readonly #back: (() => void)[] = [];

  constructor(options: SlotsOptions) {
    this.#options = options;
  }

  get hasFree(): boolean {
    return this.#taken < this.#options.size;
  }

  take(): void {
    this.#taken += 1;
  }

  leave(): void {
    const next = this.#back.shift();
    // The place passes on without having been free.
    if (next) next();
    else {
      this.#taken -= 1;
      this.#options.onFree();
    }
  }

  /** Waits without the place, and comes back once there is one. @param signal ends the wait for a place: to end itself a job needs none */
  async away(wait: () => Promise<void>, signal: AbortSignal): Promise<void> {
    if (this.#away >= this.#options.mostAway) return wait();
    this.#away += 1;
    this.leave();
    try {
      await wait();
    } catch (error) {
      this.take();
      throw error;
    } finally {
      this.#away -= 1;
    }
    await this.#comeBack(signal);
  }

  async #comeBack(signal: AbortSignal): Promise<void> {
    if (this.hasFree || signal.aborted) return this.take();
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const getsPlace = (): void => resolve(true);
    this.#back.push(getsPlace);
    signal.addEventListener('abort', () => {
      const at = this.#back.indexOf(getsPlace);
      if (at >= 0) this.#back.splice(at, 1);
      if (at >= 0) resolve(false);
    });
    if (!(await promise)) this.take();
  }
}
