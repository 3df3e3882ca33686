/** Says at intervals that this process is alive, as long as it works on something. */
export class Heartbeat {
  readonly #beat: () => Promise<unknown>;
  readonly #everyMs: number;
  readonly #onError: (error: unknown) => void;
  #running = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(beat: () => Promise<unknown>, everyMs: number, onError: (error: unknown) => void) {
    this.#beat = beat;
    this.#everyMs = everyMs;
    this.#onError = onError;
  }

  /** One more thing is worked on, until `end` is called. */
  begin(): { end(): void } {
    this.#running += 1;
    this.#timer ??= setInterval(() => void this.#beat().catch(this.#onError), this.#everyMs).unref();
    let ended = false;
    return {
      end: () => {
        if (ended) return;
        ended = true;
        this.#running -= 1;
        if (this.#running === 0) this.close();
      },
    };
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
