import type { ServerResponse } from 'node:http';
import { isGone } from './write.ts';

/** Proxies cut streams that are silent for a minute or less. */
export const KEEP_ALIVE_MS = 10_000;

/**
 * Says something without meaning while a stream is silent. Never within an event: a slow reader takes minutes for a picture,
 * and bytes in its middle would destroy it.
 */
export class KeepAlive {
  readonly #timer: NodeJS.Timeout;
  #withinEvent = false;

  constructor(response: ServerResponse, bytes: Uint8Array, everyMs = KEEP_ALIVE_MS) {
    this.#timer = setInterval(() => {
      if (!this.#withinEvent && response.headersSent && !isGone(response)) response.write(bytes);
    }, everyMs);
  }

  /** An event is being written, until `endEvent`. */
  beginEvent(): void {
    this.#withinEvent = true;
    this.#timer.refresh();
  }

  endEvent(): void {
    this.#withinEvent = false;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
