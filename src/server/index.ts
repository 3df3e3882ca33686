import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Dialect } from '../contract/dialect.ts';
import type { Caller, PipelineParts } from '../pipeline/index.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createAdmission } from './admission.ts';
import { allowOrigins } from './cors.ts';
import { createFailures, type Failures } from './failures.ts';
import { createApp } from './fastify-app.ts';
import { addSecurityHeaders } from './headers/security-headers.ts';
import { LateApp } from './late-app.ts';
import { MalformedRequests } from './malformed.ts';
import type { McpOptions } from './mcp/options.ts';
import { registerMcp } from './mcp/route.ts';
import { type PictureFiles, registerFiles } from './routes/files.ts';
import { type JobRoutes, registerJobs } from './routes/jobs.ts';
import { type ListOptions, registerLists } from './routes/lists.ts';
import { registerDialect } from './routes/llm-routes.ts';
import { isPage, registerPages } from './routes/pages.ts';
import { registerRequests } from './routes/requests.ts';
import { registerResponses } from './routes/responses.ts';
import { type RoutingOptions, registerRouting } from './routes/routing.ts';
import { RunningExchanges } from './running.ts';
import { type GatewayServer, stoppable } from './stoppable.ts';

export interface AdminRoutes {
  register(app: FastifyInstance): void;
  /** Ends answers that would never end by themselves. */
  hangUp(): Promise<void>;
}

export interface ServerOptions {
  readonly dialects: readonly Dialect[];
  /** Whose errors are spoken where no format is known. */
  readonly fallback: Dialect;
  readonly parts: PipelineParts;
  /** @throws GatewayError `invalid_api_key` */
  readonly authenticate: (request: FastifyRequest) => Promise<Caller>;
  readonly lists: Omit<ListOptions, 'authenticate' | 'dialects'>;
  readonly explain: RoutingOptions['explain'];
  readonly files: PictureFiles;
  readonly mcp: Pick<McpOptions, 'dialect' | 'route' | 'tools'>;
  /** Loads the admin API. */
  readonly admin: () => Promise<AdminRoutes>;
  /** Where the built console lies; absent: there is none. */
  readonly consoleDirectory?: string;
  readonly jobs: Omit<JobRoutes, 'authenticate' | 'answers'>;
  readonly metrics: Metrics;
  readonly version: string;
  /** Asked for every request. */
  readonly bodyLimitBytes: () => number;
  readonly inFlightLimitBytes: number;
  /** Longest silence towards a client that waits, in milliseconds. */
  readonly keepAliveMs: number;
  /** How long a client may take to send its headers, and be silent while it sends its body, in milliseconds. */
  readonly clientTimeoutMs: number;
  readonly publicUrl?: string;
  /** Addresses and networks whose `X-Forwarded-*` headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Web pages that may call the API; `*`: all. */
  readonly corsOrigins: readonly string[];
}

/** How often connections whose headers take too long are looked for, at the longest. */
const LONGEST_CHECK_MS = 10_000;

/** The HTTP server with all routes, not yet listening. */
export function createServer(options: ServerOptions): GatewayServer {
  const { fallback, parts, trustedProxies } = options;
  const failures = createFailures(fallback, parts.onError);
  const malformed = new MalformedRequests(fallback);
  const app = createApp({
    ...{ trustedProxies, failures },
    fastify: {
      forceCloseConnections: 'idle',
      // A picture takes minutes; clients that stop sending are noticed while their body is read.
      requestTimeout: 0,
      connectionTimeout: 0,
      http: {
        headersTimeout: options.clientTimeoutMs,
        connectionsCheckingInterval: Math.min(options.clientTimeoutMs / 2, LONGEST_CHECK_MS),
      },
      clientErrorHandler: malformed.refuse,
    },
  });
  app.server.prependListener('request', addSecurityHeaders);
  app.server.prependListener('request', malformed.noteRequest);
  const running = new RunningExchanges(parts.shutdown);
  allowOrigins(app, options.corsOrigins);
  app.removeAllContentTypeParsers();
  // Bodies are read by the routes from the raw stream.
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  registerRoutes(app, options, running);
  registerLate(app, options, failures);
  return stoppable(app, running);
}

function registerRoutes(app: FastifyInstance, options: ServerOptions, running: RunningExchanges): void {
  const { parts, metrics, version, publicUrl } = options;
  const { authenticate } = options;
  const llm = {
    parts,
    running,
    bodyLimitBytes: options.bodyLimitBytes,
    keepAliveMs: options.keepAliveMs,
    clientTimeoutMs: options.clientTimeoutMs,
    admission: createAdmission(options.inFlightLimitBytes),
    ...(publicUrl !== undefined && { publicUrl }),
  };
  for (const dialect of options.dialects) registerDialect(app, dialect, llm);
  registerLists(app, { ...options.lists, dialects: options.dialects, authenticate });
  registerFiles(app, options.files);
  registerResponses(app, { conversations: parts.conversations, authenticate });
  registerJobs(app, { ...options.jobs, answers: parts.answers, authenticate });
  registerRequests(app, { answers: parts.answers, authenticate });
  registerRouting(app, { explain: options.explain, authenticate });
  registerMcp(app, {
    ...options.mcp,
    ...llm,
    version,
    imageModels: options.lists.imageModels,
    authenticate,
  });
  app.get('/health', async () => ({ status: 'ok', version }));
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await metrics.expose();
    return reply.type(contentType).send(text);
  });
}

/** What people look at in browsers, and programs rarely ask for. */
function registerLate(
  app: FastifyInstance,
  { admin, consoleDirectory, trustedProxies }: ServerOptions,
  failures: Failures,
): void {
  const adminApp = new LateApp(async () => {
    const [routes, scope] = [await admin(), createApp({ trustedProxies, failures })];
    scope.setNotFoundHandler(failures.notFound);
    routes.register(scope);
    return { app: scope, hangUp: routes.hangUp };
  });
  const pages = new LateApp(async () => {
    const scope = createApp({ trustedProxies, failures });
    registerPages(scope, failures, consoleDirectory);
    return { app: scope };
  });
  for (const path of ['/admin', '/admin/*']) app.all(path, adminApp.answer);
  app.setNotFoundHandler((request, reply) =>
    isPage(request, consoleDirectory !== undefined)
      ? pages.answer(request, reply)
      : failures.notFound(request, reply),
  );
  app.addHook('preClose', () => adminApp.hangUp());
  app.addHook('onClose', async () => {
    await Promise.all([adminApp.close(), pages.close()]);
  });
}
