/** Idle buffers kept for the next writer; more are left to the garbage collector. */
const MOST_IDLE = 32;

/** Lends equally sized buffers again and again: a fresh one costs its page faults every time. */
export class WriteBuffers {
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
}
