import type { GatewayError } from '../contract/error.ts';

/** Bytes that may wait for the reader before the connection is told to stop, and the mark at which it goes on. */
const HIGH_WATER = 131_072;
const LOW_WATER = 32_768;

/** The connection a body comes from. */
export interface BodySource {
  pause(): void;
  resume(): void;
  /** Gives the answer up; the connection is closed. */
  abandon(): void;
}

/** The body of an answer while it arrives: read once, with back-pressure; leaving the loop early gives up the rest. */
export class ReplyBody implements AsyncIterable<Uint8Array> {
  readonly #source: BodySource;
  #chunks: Uint8Array[] = [];
  #waiting = 0;
  #paused = false;
  #ended = false;
  #failure: GatewayError | undefined;
  #wake = (): void => {};

  constructor(source: BodySource) {
    this.#source = source;
  }

  push(chunk: Uint8Array): void {
    if (this.#ended) return;
    this.#chunks.push(chunk);
    this.#waiting += chunk.byteLength;
    if (this.#waiting >= HIGH_WATER && !this.#paused) {
      this.#paused = true;
      this.#source.pause();
    }
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** The reader gets what has arrived, then the failure. */
  fail(error: GatewayError): void {
    this.#failure ??= error;
    this.end();
  }

  /** Not interested in the rest. Harmless at any time. */
  cancel(): void {
    this.#chunks = [];
    this.#waiting = 0;
    if (this.#ended) return;
    this.end();
    this.#source.abandon();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = this.#take();
        if (chunk) yield chunk;
        else if (!this.#ended) await this.#arrival();
        else if (this.#failure) throw this.#failure;
        else return;
      }
    } finally {
      this.cancel();
    }
  }

  #take(): Uint8Array | undefined {
    const chunk = this.#chunks.shift();
    this.#waiting -= chunk?.byteLength ?? 0;
    if (this.#paused && this.#waiting <= LOW_WATER) {
      this.#paused = false;
      this.#source.resume();
    }
    return chunk;
  }

  #arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
