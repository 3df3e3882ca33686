import type { IncomingMessage } from 'node:http';
import Fastify from 'fastify';
import type { Dialect } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import type { PipelineParts } from '../pipeline/index.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createAdmission } from './admission.ts';
import { type PictureFiles, registerFiles } from './files.ts';
import { type ListOptions, registerLists } from './lists.ts';
import { registerDialect } from './llm-routes.ts';
import type { McpOptions } from './mcp/options.ts';
import { registerMcp } from './mcp/route.ts';
import { newRequestId } from './request-id.ts';
import { registerResponses } from './responses.ts';
import { RunningExchanges } from './running.ts';
import { type GatewayServer, stoppable } from './stoppable.ts';

export interface ServerOptions {
  readonly dialects: readonly Dialect[];
  /** Whose errors are spoken where no format is known. */
  readonly fallback: Dialect;
  readonly parts: PipelineParts;
  /** @throws GatewayError `invalid_api_key` */
  readonly authenticate: (request: IncomingMessage) => Promise<{ readonly project: string }>;
  readonly lists: Omit<ListOptions, 'authenticate' | 'dialects'>;
  readonly files: PictureFiles;
  readonly mcp: Pick<McpOptions, 'dialect' | 'route' | 'tools'>;
  readonly metrics: Metrics;
  readonly version: string;
  readonly bodyLimitBytes: number;
  readonly inFlightLimitBytes: number;
  readonly publicUrl?: string;
}

/** The HTTP server with all routes, not yet listening. */
export function createServer(options: ServerOptions): GatewayServer {
  const { fallback, metrics, version } = options;
  const app = Fastify({
    logger: false,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
    // A picture takes minutes; slow senders are stopped by the body's own limits.
    requestTimeout: 0,
    connectionTimeout: 0,
  });
  app.removeAllContentTypeParsers();
  // Bodies are read by the routes from the raw stream.
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));

  const running = new RunningExchanges();
  const llm = {
    parts: options.parts,
    running,
    bodyLimitBytes: options.bodyLimitBytes,
    admission: createAdmission(options.inFlightLimitBytes),
    ...(options.publicUrl !== undefined && { publicUrl: options.publicUrl }),
  };
  for (const dialect of options.dialects) registerDialect(app, dialect, llm);
  registerLists(app, {
    ...options.lists,
    dialects: options.dialects,
    authenticate: ({ raw }) => options.authenticate(raw),
  });
  registerFiles(app, options.files);
  registerResponses(app, {
    conversations: options.parts.conversations,
    authenticate: ({ raw }) => options.authenticate(raw),
  });
  registerMcp(app, {
    ...options.mcp,
    ...llm,
    version,
    imageModels: options.lists.imageModels,
    authenticate: options.authenticate,
  });
  app.get('/health', async () => ({ status: 'ok', version }));
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));

  const fail = (error: GatewayError) => fallback.encodeError(error, newRequestId());
  app.setNotFoundHandler((request, reply) => {
    const message = `There is no ${request.method} ${request.url.split('?', 1)[0]?.slice(0, 100)} here.`;
    const { status, tree } = fail(new GatewayError('not_found', message));
    return reply.code(status).send(tree);
  });
  app.setErrorHandler((thrown, _request, reply) => {
    const error = asGatewayError(thrown);
    if (error.code === 'internal') options.parts.onError(error, '');
    const { status, headers, tree } = fail(error);
    return reply.code(status).headers(headers).send(tree);
  });
  return stoppable(app, running);
}

/** Fastify's own refusals (malformed URLs and the like) are the client's fault and say what it was. */
function asGatewayError(thrown: unknown): GatewayError {
  const { statusCode, message } = thrown as { statusCode?: number; message?: string };
  if (
    !(thrown instanceof GatewayError) &&
    statusCode !== undefined &&
    statusCode >= 400 &&
    statusCode < 500
  ) {
    return new GatewayError('invalid_request', message ?? 'The request is malformed.');
  }
  return GatewayError.from(thrown);
}
