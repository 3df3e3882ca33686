import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Dialect, Route } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import { type PipelineParts, runExchange } from '../../pipeline/index.ts';
import { type Admission, admitBytes } from '../admission.ts';
import { EarlyHead } from '../headers/early-head.ts';
import { newRequestId } from '../headers/request-id.ts';
import { clientOrigin } from '../origin.ts';
import { readUpload } from '../read-upload.ts';
import { createFramer } from '../replies/framing.ts';
import { writeOutcome } from '../replies/write-outcome.ts';
import type { RunningExchanges } from '../running.ts';

export interface LlmRouteOptions {
  readonly parts: PipelineParts;
  readonly bodyLimitBytes: () => number;
  readonly admission: Admission;
  readonly running: RunningExchanges;
  /** Longest silence towards a client that waits, in milliseconds. */
  readonly keepAliveMs: number;
  /** How long a client may be silent while it sends its body, in milliseconds. */
  readonly clientTimeoutMs: number;
  /** How clients reach the gateway; absent: as the request says. */
  readonly publicUrl?: string;
}

/** Registers every path of a client format. The raw request and response are used: bodies are streams in both directions. */
export function registerDialect(app: FastifyInstance, dialect: Dialect, options: LlmRouteOptions): void {
  for (const route of dialect.routes) {
    for (const url of route.paths) {
      app.route({
        method: route.method,
        url,
        handler: (request, reply) => answer(request, reply, dialect, route, options),
      });
    }
  }
}

async function answer(
  { raw: request, params, ip, protocol, host }: FastifyRequest,
  reply: FastifyReply,
  dialect: Dialect,
  route: Route,
  { parts, bodyLimitBytes, admission, running, publicUrl, keepAliveMs, clientTimeoutMs }: LlmRouteOptions,
): Promise<void> {
  reply.hijack();
  const response = reply.raw;
  const requestId = newRequestId();
  const gone = running.begin();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new GatewayError('client_closed', 'The client went away.'));
  });
  parts.metrics.inFlight(1);
  const url = request.url ?? '/';
  const admitted = admitBytes(admission, request);
  const early = new EarlyHead(response, requestId, request.headers, keepAliveMs);
  const outcome = await runExchange(parts, {
    requestId,
    dialect,
    route,
    url,
    path: url.split('?', 1)[0] ?? url,
    params: params as { readonly [name: string]: string },
    headers: request.headers,
    ip,
    origin: publicUrl ?? clientOrigin({ protocol, host, raw: request }),
    clientGone: gone.signal,
    stop: gone.signal,
    records: true,
    readBody: (spool, tap) => {
      admitted.check();
      return readUpload(request, route, spool, {
        maxBytes: bodyLimitBytes(),
        clientTimeoutMs,
        ...(tap && { tap }),
      });
    },
    begins: (begun) => early.begins(begun),
  });
  early.stop();
  try {
    const framer = createFramer(route.framing?.(url));
    await writeOutcome(response, outcome, { requestId, framer, keepAliveMs });
  } catch (error) {
    response.destroy();
    parts.onError(GatewayError.from(error), requestId);
  } finally {
    admitted.release();
    parts.metrics.inFlight(-1);
    await outcome.close();
    running.end(gone);
  }
}
