import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Request } from '../../contract/request.ts';
import { KeepAlive } from '../replies/keep-alive.ts';
import { isGone } from '../replies/write.ts';

/** White space may stand before any JSON value. */
const NOTHING = Buffer.from('\n');

/**
 * What a client that waits for a whole answer can have before there is one, if it asks for it. Nothing is sent before the request
 * is known to be good, so refusals still come with their own status.
 */
export class EarlyHead {
  readonly #response: ServerResponse;
  readonly #requestId: string;
  readonly #asked: { readonly keepAlive: boolean; readonly hints: boolean };
  readonly #everyMs: number;
  #keepAlive: KeepAlive | undefined;

  constructor(response: ServerResponse, requestId: string, headers: IncomingHttpHeaders, everyMs: number) {
    this.#response = response;
    this.#requestId = requestId;
    this.#everyMs = everyMs;
    this.#asked = {
      keepAlive: headers['ah-keep-alive'] === 'true',
      hints: headers['ah-early-hints'] === 'true',
    };
  }

  begins({ stream }: Request): void {
    if (isGone(this.#response)) return;
    if (this.#asked.hints) this.#sendHints();
    // Streams have comments of their own.
    if (this.#asked.keepAlive && !stream) this.#open();
  }

  stop(): void {
    this.#keepAlive?.stop();
  }

  /** 103: some client libraries take it for the answer itself, so it is never sent unasked. */
  #sendHints(): void {
    this.#response.writeEarlyHints({
      link: `</v1/requests/${this.#requestId}>; rel=monitor`,
      'ah-request-id': this.#requestId,
    });
  }

  /** The status is out with the first byte: an error stands in the body then. */
  #open(): void {
    this.#response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'ah-request-id': this.#requestId,
    });
    this.#response.write(NOTHING);
    this.#keepAlive = new KeepAlive(this.#response, NOTHING, this.#everyMs);
  }
}
