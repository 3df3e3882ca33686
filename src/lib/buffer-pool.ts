/** Idle buffers kept for the next borrower; more are left to the garbage collector. */
const MOST_IDLE = 64;
/** Memory that nobody has used for so long goes back to the system: the pools of a gateway hold 26 MB after many pictures at once. */
const IDLE_MS = 5_000;

/**
 * Lends equally sized buffers again and again. A fresh one costs its page faults every time, and the dead ones lie about until
 * the garbage collector comes: tens of megabytes for every picture that passes.
 */
export class BufferPool {
  /** Bytes of each buffer. */
  readonly size: number;
  #idle: Buffer[] = [];
  #clearing: NodeJS.Timeout | undefined;

  constructor(size: number) {
    this.size = size;
  }

  take(): Buffer {
    return this.#idle.pop() ?? Buffer.allocUnsafeSlow(this.size);
  }

  /** Only for buffers that nobody reads any more. */
  giveBack(buffer: Buffer): void {
    if (this.#idle.length < MOST_IDLE) this.#idle.push(buffer);
    this.#clearing ??= setTimeout(() => this.#clear(), IDLE_MS).unref();
    this.#clearing.refresh();
  }

  /** Leaves those that nobody has borrowed to the garbage collector. */
  #clear(): void {
    this.#idle = [];
  }
}
