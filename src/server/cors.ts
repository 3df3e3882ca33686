import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** A day; browsers cap it themselves. */
const PREFLIGHT_SECONDS = '86400';
const EXPOSED =
  'ah-request-id, ah-warnings, ah-cost, ah-route, idempotent-replayed, location, preference-applied, retry-after';

/**
 * Lets web pages of these origins call the API; `*` is every page. That is safe because a request counts by the key it carries
 * itself: browsers add none on their own. What needs no key (`/metrics`, `/health`) stays closed to pages.
 */
export function allowOrigins(app: FastifyInstance, origins: readonly string[]): void {
  if (origins.length === 0) return;
  app.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers;
    const allowed = origin !== undefined && needsKey(request.raw) ? allowedFor(origin, origins) : undefined;
    if (allowed === undefined) return done();
    // On the raw response: the LLM routes write theirs themselves.
    reply.raw.setHeader('access-control-allow-origin', allowed);
    if (allowed !== '*') reply.raw.setHeader('vary', 'origin');
    if (isPreflight(request.raw)) {
      const wanted = request.headers['access-control-request-headers'];
      return reply
        .code(204)
        .headers({
          'access-control-allow-methods': 'GET, POST, DELETE',
          ...(wanted && { 'access-control-allow-headers': wanted }),
          'access-control-max-age': PREFLIGHT_SECONDS,
        })
        .send();
    }
    reply.raw.setHeader('access-control-expose-headers', EXPOSED);
    done();
  });
}

const needsKey = ({ url = '' }: IncomingMessage): boolean =>
  !url.startsWith('/metrics') && !url.startsWith('/health');

function allowedFor(origin: string, origins: readonly string[]): string | undefined {
  if (origins.includes('*')) return '*';
  return origins.includes(origin) ? origin : undefined;
}

const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
