import type { IncomingMessage, ServerResponse } from 'node:http';
import { GatewayError } from '../contract/error.ts';

/** Whoever sends less than this, in bytes a second, holds the connection for its own sake. */
const SLOWEST = 512;
/** How long a client that was answered already may go on sending. */
const LINGER_MS = 30_000;

/**
 * A request's body as it arrives. Stopping early leaves the connection open, so that a refusal can still be written.
 * @param patienceMs longest silence; a body that took longer than this must come at half a kilobyte a second
 * @throws GatewayError `client_closed` when the client goes away, falls silent or only drips
 */
export async function* uploadOf(request: IncomingMessage, patienceMs: number): AsyncGenerator<Uint8Array> {
  const chunks = request.iterator({ destroyOnReturn: false });
  const pace = new Pace(patienceMs);
  let asked: number | undefined;
  // Only the time spent waiting counts: the disk may be slow too.
  const silence = setInterval(() => asked !== undefined && request.destroy(), patienceMs);
  try {
    for (;;) {
      asked = Date.now();
      silence.refresh();
      const { done, value } = await chunks.next();
      if (done) return;
      if (pace.isTooSlow(Date.now() - asked, value.length)) request.destroy();
      asked = undefined;
      yield value as Uint8Array;
    }
  } catch (error) {
    throw brokenOff(error);
  } finally {
    clearInterval(silence);
    await chunks.return?.();
  }
}

/**
 * The whole of a body that is short: read at once, without what it takes to look at a long one piece by piece.
 * @param patienceMs for all of it
 * @throws GatewayError `client_closed` when the client goes away before, or takes longer
 */
export function shortUpload(request: IncomingMessage, patienceMs: number): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Uint8Array[] = [];
  const impatience = setTimeout(() => request.destroy(), patienceMs);
  const broken = (error?: Error): void => {
    clearTimeout(impatience);
    if (!request.readableEnded) reject(brokenOff(error));
  };
  request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  request.once('end', () => {
    clearTimeout(impatience);
    resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
  });
  request.once('error', broken);
  request.once('close', broken);
  return promise;
}

const brokenOff = (cause: unknown): GatewayError =>
  new GatewayError('client_closed', 'The client broke its request off.', {}, cause);

class Pace {
  readonly #patienceMs: number;
  #waitedMs = 0;
  #bytes = 0;

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs;
  }

  isTooSlow(waitedMs: number, bytes: number): boolean {
    this.#waitedMs += waitedMs;
    this.#bytes += bytes;
    return this.#waitedMs > this.#patienceMs && this.#bytes * 1_000 < this.#waitedMs * SLOWEST;
  }
}

/**
 * Ends an answer that is written. What a client still sends although it has its answer is taken and forgotten first: closing the
 * connection on it would reset it, and with the reset the answer is lost to clients that read only when they have sent everything.
 */
export function endAfterUpload(response: ServerResponse): void {
  const { req: request } = response;
  if (request.complete || request.destroyed) {
    response.end();
    return;
  }
  const lingering = setTimeout(() => request.destroy(), LINGER_MS);
  request.once('end', () => response.end());
  request.once('close', () => clearTimeout(lingering));
  request.resume();
}
