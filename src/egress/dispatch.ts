import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { GatewayError } from '../contract/error.ts';
import type { Call } from '../contract/provider.ts';
import { leavesNow } from './connection-uses.ts';
import { isBroken, neverLeft } from './error-code.ts';
import { ReplyBody } from './reply-body.ts';
import { errors } from './undici.ts';

export interface HttpRequest {
  readonly method: Call['method'];
  readonly url: URL;
  /** Lower-case names; `content-length` present when the body is not a buffer. */
  readonly headers: Record<string, string>;
  /** Asked once for each time the request is sent. */
  readonly body?: () => Uint8Array | AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
  /** From here to the answer's headers: waiting for a connection and sending included. */
  readonly timeoutMs: number;
  /** Longest silence within the answer's body; kept to about half a second. */
  readonly idleTimeoutMs: number;
  /** From the answer's headers to its last byte: what drips never falls silent. */
  readonly bodyTimeoutMs: number;
  /** Puts a failure into the gateway's words. `sent`: the whole request had left, so the other side may have acted on it. */
  explain(error: unknown, sent: boolean): GatewayError;
  /**
   * Sent again over a new connection where one that had been used before broke without a byte of the answer: once, and only as far as
   * the other side cannot have acted on it, or may do so twice.
   */
  readonly again?: { readonly over: () => Dispatcher; readonly mayActTwice: boolean };
}

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: ReplyBody;
}

/** One HTTP exchange: resolves with the headers while the body still arrives. Every failure comes out of `explain`. */
export function dispatch(dispatcher: Dispatcher, request: HttpRequest): Promise<HttpReply> {
  return new Promise((resolve, reject) => {
    const { signal } = request;
    if (signal.aborted) return reject(request.explain(signal.reason, false));
    start(dispatcher, request, new Exchange(request, resolve, reject));
  });
}

function start(dispatcher: Dispatcher, request: HttpRequest, exchange: Exchange): void {
  dispatcher.dispatch(
    {
      origin: request.url.origin,
      path: request.url.pathname + request.url.search,
      method: request.method,
      headers: request.headers,
      // undici sends any async iterable with back-pressure; its types know only streams.
      body: (request.body?.() ?? null) as Readable | Uint8Array | null,
      headersTimeout: 0,
      bodyTimeout: request.idleTimeoutMs,
    },
    exchange,
  );
}

/** The undici handler of one exchange: nothing is allocated per chunk, and the body stops the socket when it is full. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: HttpRequest;
  readonly #resolve: (reply: HttpReply) => void;
  readonly #reject: (error: GatewayError) => void;
  #timer: NodeJS.Timeout;
  readonly #onAbort = (): void => this.#abort(this.#request.signal.reason);
  #controller: Dispatcher.DispatchController | undefined;
  #body: ReplyBody | undefined;
  #sent = false;
  /** The connection had carried another request before. */
  #isReused = false;
  /** A byte of the answer has come. */
  #isAnswered = false;
  #over = false;
  readonly #began = performance.now();

  constructor(
    request: HttpRequest,
    resolve: (reply: HttpReply) => void,
    reject: (error: GatewayError) => void,
  ) {
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(() => this.#abort(new errors.HeadersTimeoutError()), request.timeoutMs);
    request.signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Given up while it waited for a free connection.
    if (this.#over) controller.abort(new errors.RequestAbortedError());
    else leavesNow(this);
  }

  /** Told by `connection-uses.ts` when the request is written. */
  onConnection(isReused: boolean): void {
    this.#isReused = isReused;
  }

  onResponseStarted(): void {
    this.#isAnswered = true;
  }

  onRequestSent(): void {
    this.#sent = true;
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    // 1xx: the answer itself is still to come.
    if (status < 200 || this.#over) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#abort(new errors.BodyTimeoutError()), this.#request.bodyTimeoutMs);
    this.#body = new ReplyBody({
      pause: () => controller.pause(),
      resume: () => controller.resume(),
      abandon: () => this.#abort(new errors.RequestAbortedError()),
    });
    this.#resolve({ status, headers, body: this.#body });
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    this.#body?.push(chunk);
  }

  onResponseEnd(): void {
    this.#finish();
    this.#body?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    this.#fail(error);
  }

  /** The caller learns it at once, whatever the connection is busy with. */
  #abort(reason: unknown): void {
    if (this.#over) return;
    this.#fail(reason);
    this.#controller?.abort(new errors.RequestAbortedError());
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#finish();
    const isWhole = this.#sent && !neverLeft(error);
    if (this.#sendAgain(error, isWhole)) return;
    const explained = this.#request.explain(error, isWhole);
    if (this.#body) this.#body.fail(explained);
    else this.#reject(explained);
  }

  /** An upstream that closes an idle connection in the moment it is used again did not mean this request. */
  #sendAgain(error: unknown, isWhole: boolean): boolean {
    const { again, ...request } = this.#request;
    if (!again || !this.#isReused || this.#isAnswered || this.#body || !isBroken(error)) return false;
    if (isWhole && !again.mayActTwice) return false;
    const timeoutMs = Math.max(1, request.timeoutMs - (performance.now() - this.#began));
    const anew = { ...request, timeoutMs };
    start(again.over(), anew, new Exchange(anew, this.#resolve, this.#reject));
    return true;
  }

  #finish(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#request.signal.removeEventListener('abort', this.#onAbort);
  }
}
