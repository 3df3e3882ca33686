import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import type { Dialect } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import type { Caller, PipelineParts } from '../pipeline/index.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createAdmission } from './admission.ts';
import { registerApiReference } from './api-reference.ts';
import { registerConsole, sendPage, wantsPage } from './console.ts';
import { allowOrigins } from './cors.ts';
import { type PictureFiles, registerFiles } from './files.ts';
import { type JobRoutes, registerJobs } from './jobs.ts';
import { type ListOptions, registerLists } from './lists.ts';
import { registerDialect } from './llm-routes.ts';
import { MalformedRequests } from './malformed.ts';
import type { McpOptions } from './mcp/options.ts';
import { registerMcp } from './mcp/route.ts';
import { newRequestId } from './request-id.ts';
import { registerRequests } from './requests.ts';
import { registerResponses } from './responses.ts';
import { type RoutingOptions, registerRouting } from './routing.ts';
import { RunningExchanges } from './running.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { type GatewayServer, stoppable } from './stoppable.ts';

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
  /** Registers the admin API. */
  readonly admin: (app: FastifyInstance) => void;
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

const noSchemas = (): never => {
  throw new TypeError('routes of this server have no schemas for Fastify');
};
/** Routes check with Zod or by hand. Fastify's own compilers, three packages, are then not even loaded. */
const NO_SCHEMAS = { buildValidator: noSchemas, buildSerializer: noSchemas };

/** How often connections whose headers take too long are looked for, at the longest. */
const LONGEST_CHECK_MS = 10_000;

/** The HTTP server with all routes, not yet listening. */
export function createServer(options: ServerOptions): GatewayServer {
  const failures = createFailures(options);
  const malformed = new MalformedRequests(options.fallback);
  const app = Fastify({
    logger: false,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    forceCloseConnections: 'idle',
    // Base URLs are pasted with and without a slash at their end.
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
    frameworkErrors: (thrown, _request, reply) => failures.answer(thrown, reply as FastifyReply),
    schemaController: { compilersFactory: NO_SCHEMAS },
    // A picture takes minutes; clients that stop sending are noticed while their body is read.
    requestTimeout: 0,
    connectionTimeout: 0,
    http: {
      headersTimeout: options.clientTimeoutMs,
      connectionsCheckingInterval: Math.min(options.clientTimeoutMs / 2, LONGEST_CHECK_MS),
    },
    clientErrorHandler: malformed.refuse,
  });
  app.server.prependListener('request', addSecurityHeaders);
  app.server.prependListener('request', malformed.noteRequest);
  const running = new RunningExchanges(options.parts.shutdown);
  allowOrigins(app, options.corsOrigins);
  app.removeAllContentTypeParsers();
  // Bodies are read by the routes from the raw stream.
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  registerRoutes(app, options, running);
  app.setNotFoundHandler((request, reply) => {
    if (options.consoleDirectory !== undefined && wantsPage(request)) {
      void sendPage(reply);
      return;
    }
    const { method, url } = request;
    const message = `There is no ${method} ${url.split('?', 1)[0]?.slice(0, 100)} here.`;
    failures.answer(new GatewayError('not_found', message), reply);
  });
  app.setErrorHandler((thrown, _request, reply) => failures.answer(thrown, reply));
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
  options.admin(app);
  if (options.consoleDirectory !== undefined) registerConsole(app, options.consoleDirectory);
  registerApiReference(app);
  app.get('/health', async () => ({ status: 'ok', version }));
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}

/** Errors outside of any client format, in the one most clients read. */
function createFailures({ fallback, parts }: ServerOptions) {
  return {
    answer(thrown: unknown, reply: FastifyReply): void {
      const error = asGatewayError(thrown);
      if (error.code === 'internal') parts.onError(error, '');
      const { status, headers, tree } = fallback.encodeError(error, newRequestId());
      void reply.code(status).headers(headers).send(tree);
    },
  };
}

/** Fastify's own refusals (malformed URLs and the like) are the client's fault and say what it was. */
function asGatewayError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) return thrown;
  const { statusCode = 500, message = 'The request is malformed.' } = thrown as Partial<FastifyError>;
  const isRefusal = statusCode >= 400 && statusCode < 500;
  return isRefusal ? new GatewayError('invalid_request', message) : GatewayError.from(thrown);
}
