import type { IncomingMessage, ServerResponse } from 'node:http';
import { GatewayError } from '../contract/error.ts';

/** A client that sends nothing for so long has gone, or holds the connection for its own sake. */
const SILENCE_MS = 60_000;
/** How long a client that was answered already may go on sending. */
const LINGER_MS = 30_000;

/**
 * A request's body as it arrives. Stopping early leaves the connection open, so that a refusal can still be written.
 * @throws GatewayError `client_closed` when the client goes away or falls silent
 */
export async function* uploadOf(
  request: IncomingMessage,
  silenceMs = SILENCE_MS,
): AsyncGenerator<Uint8Array> {
  const silence = setTimeout(() => request.destroy(), silenceMs);
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      silence.refresh();
      yield chunk as Uint8Array;
    }
  } catch (error) {
    throw new GatewayError('client_closed', 'The client broke its request off.', {}, error);
  } finally {
    clearTimeout(silence);
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
