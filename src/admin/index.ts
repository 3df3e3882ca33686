import type { FastifyInstance, FastifyReply } from 'fastify';
import { GatewayError } from '../contract/error.ts';
import { ADMIN_ROUTES } from './contract/all.ts';
import { messageOf } from './contract/messages.ts';
import type { Handler } from './serving/handler.ts';
import { openApiDocument } from './serving/openapi.ts';
import type { AdminOptions } from './serving/options.ts';
import { serveRoute } from './serving/serve-route.ts';

const PREFIX = '/admin';
const BODY_LIMIT = 1_048_576;

/** Registers the admin API below `/admin`. @throws TypeError when routes and handlers do not match one to one */
export function registerAdmin(app: FastifyInstance, options: AdminOptions): void {
  requireAll(options.handlers);
  // Made when it is first asked for: it takes as long as everything else here at the start.
  let document: ReturnType<typeof openApiDocument> | undefined;
  app.register(
    async (scope) => {
      // Pages of others can send some media types without asking; JSON is none of them.
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser(
        'application/json',
        { parseAs: 'string', bodyLimit: BODY_LIMIT },
        scope.getDefaultJsonParser('error', 'error'),
      );
      scope.setErrorHandler((thrown, { method, url }, reply) => {
        const error = asGatewayError(thrown);
        if (error.code === 'internal') options.onError(error, `${method} ${url.split('?', 1)[0]}`);
        answerFailure(error, reply);
      });
      scope.addHook('onSend', async (_request, reply) => {
        if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
      });
      scope.get('/openapi.json', async () => {
        document ??= openApiDocument(ADMIN_ROUTES, options.version);
        return document;
      });
      for (const handler of options.handlers) {
        const { method, path } = handler.route;
        const url = path.replaceAll(/\{(\w+)\}/g, ':$1');
        scope.route({
          method,
          url,
          handler: (request, reply) => serveRoute(handler, options, request, reply),
        });
      }
    },
    { prefix: PREFIX },
  );
}

function requireAll(handlers: readonly Handler[]): void {
  const handled = new Set(handlers.map(({ route }) => route));
  const missing = ADMIN_ROUTES.filter((route) => !handled.has(route));
  const unknown = handlers.filter(({ route }) => !ADMIN_ROUTES.includes(route));
  if (handled.size !== handlers.length) throw new TypeError('an admin route has two handlers');
  const ids = [...missing, ...unknown.map(({ route }) => route)].map(({ id }) => id);
  if (ids.length > 0)
    throw new TypeError(`admin routes without handler or not in the contract: ${ids.join(', ')}`);
}

/** Fastify's own refusals (malformed JSON, a body too large) are the caller's fault and say what it was. */
function asGatewayError(thrown: unknown): GatewayError {
  const { statusCode = 500, message = '' } = thrown as { statusCode?: number; message?: string };
  if (thrown instanceof GatewayError || statusCode < 400 || statusCode >= 500)
    return GatewayError.from(thrown);
  if (statusCode === 415)
    return new GatewayError('unsupported_media_type', 'Send JSON, as application/json.');
  if (statusCode === 413) return new GatewayError('too_large', `Bodies end at ${BODY_LIMIT} bytes here.`);
  return new GatewayError('invalid_request', message);
}

function answerFailure({ status, code, message, facts }: GatewayError, reply: FastifyReply): void {
  const { field = null, retryAfterMs } = facts;
  if (retryAfterMs !== undefined) reply.header('retry-after', String(Math.ceil(retryAfterMs / 1000)));
  const { key: reason = null, params = {} } = messageOf(message, field) ?? {};
  void reply.code(status).type('application/json').send({ error: { code, message, reason, params, field } });
}
