/** Idle buffers kept for the next borrower; more are left to the garbage collector. */
const MOST_IDLE = 64;

/**
 * Lends equally sized buffers again and again. A fresh one costs its page faults every time, and the dead ones lie about until
 * the garbage collector comes: tens of megabytes for every picture that passes.
 */
export class BufferPool {
  /** Bytes of each buffer. */
  readonly size: number;
  #idle: Buffer[] = [];

  constructor(size: number) {
    this.size = size;
  }

  take(): Buffer {
    return this.#idle.pop() ?? Buffer.allocUnsafeSlow(this.size);
  }

  /** Only for buffers that nobody reads any more. */
  giveBack(buffer: Buffer): void {
    if (this.#idle.length < MOST_IDLE) this.#idle.push(buffer);
  }

  /** Leaves those that nobody has borrowed to the garbage collector. */
  clear(): void {
    this.#idle = [];
  }
}
