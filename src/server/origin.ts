import type { IncomingMessage } from 'node:http';

const HOST = /^[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:.]+\](:\d{1,5})?$/i;

/** Scheme and host as this client wrote them; links in its own answer start with it. Behind a proxy set `public_url`. */
export function clientOrigin(request: IncomingMessage): string {
  const host = request.headers.host ?? '';
  if (HOST.test(host)) return `http://${host}`;
  return `http://localhost:${request.socket.localPort ?? 80}`;
}
