import type { FastifyRequest } from 'fastify';

const HOST = /^[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:.]+\](:\d{1,5})?$/i;

/**
 * Scheme and host as this client wrote them, or as a trusted proxy says that it did; links in its own answer start with it. Behind other
 * proxies set `public_url`.
 */
export function clientOrigin({
  protocol,
  host,
  raw,
}: Pick<FastifyRequest, 'protocol' | 'host' | 'raw'>): string {
  if (HOST.test(host ?? '')) return `${protocol}://${host}`;
  return `http://localhost:${raw.socket.localPort ?? 80}`;
}
