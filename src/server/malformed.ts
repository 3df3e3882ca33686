import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Dialect } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import { newRequestId } from './headers/request-id.ts';
import { SECURITY_HEADERS } from './headers/security-headers.ts';

/** With the reason phrases here: a module that imports a value of `node:http` makes Node load its `fetch`, 30 ms and 12 MB. */
const REFUSALS: { readonly [code: string]: readonly [status: string, message: string] } = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive.'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers of the request are too large.'],
};
const MALFORMED = ['400 Bad Request', 'The request is not valid HTTP.'] as const;

/** Answers what never becomes a request: bytes that are no HTTP, headers that are too many or too slow. */
export class MalformedRequests {
  readonly #fallback: Dialect;
  readonly #answering = new WeakMap<Duplex, ServerResponse>();

  constructor(fallback: Dialect) {
    this.#fallback = fallback;
  }

  /** Told of every request that is one. */
  readonly noteRequest = ({ socket }: IncomingMessage, response: ServerResponse): void => {
    this.#answering.set(socket, response);
    response.once('close', () => this.#answering.delete(socket));
  };

  /** The connection ends in any case: where the next request begins on it, nobody can tell. */
  readonly refuse = (error: NodeJS.ErrnoException, socket: Duplex): void => {
    const answer = this.#answering.get(socket);
    // Written into an answer that is under way, or in place of one to a whole request, the refusal would pass for it.
    const isDue = !answer || (!answer.headersSent && !answer.req.complete);
    if (socket.writable && isDue) socket.write(this.#reply(error.code ?? ''));
    socket.destroy();
  };

  #reply(code: string): string {
    const [status, message] = REFUSALS[code] ?? MALFORMED;
    const { tree } = this.#fallback.encodeError(new GatewayError('invalid_request', message), newRequestId());
    const body = JSON.stringify(tree);
    const headers = [
      ['content-type', 'application/json; charset=utf-8'],
      ['content-length', String(Buffer.byteLength(body))],
      ['connection', 'close'],
      ...SECURITY_HEADERS,
    ];
    const lines = headers.map(([name, value]) => `${name}: ${value}`);
    return [`HTTP/1.1 ${status}`, ...lines, '', body].join('\r\n');
  }
}
