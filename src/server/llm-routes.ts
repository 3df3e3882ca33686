import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Dialect, Route } from '../contract/dialect.ts';
import { GatewayError } from '../contract/error.ts';
import { type PipelineParts, runExchange } from '../pipeline/index.ts';
import { type Admission, admitBytes } from './admission.ts';
import { costHeader } from './cost-header.ts';
import { createFramer } from './framing.ts';
import { clientOrigin } from './origin.ts';
import { pumpStream } from './pump.ts';
import { readBody } from './read-body.ts';
import { newRequestId } from './request-id.ts';
import { routeHeader } from './route-header.ts';
import type { RunningExchanges } from './running.ts';
import { warningHeader } from './warning-header.ts';
import { writeReply } from './write.ts';

export interface LlmRouteOptions {
  readonly parts: PipelineParts;
  readonly bodyLimitBytes: number;
  readonly admission: Admission;
  readonly running: RunningExchanges;
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
  { raw: request, params }: FastifyRequest,
  reply: FastifyReply,
  dialect: Dialect,
  route: Route,
  { parts, bodyLimitBytes, admission, running, publicUrl }: LlmRouteOptions,
): Promise<void> {
  reply.hijack();
  const response = reply.raw;
  const requestId = newRequestId();
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort(new GatewayError('client_closed', 'The client went away.'));
  });
  running.begin();
  parts.metrics.inFlight(1);
  const url = request.url ?? '/';
  const admitted = admitBytes(admission, request);
  const outcome = await runExchange(parts, {
    requestId,
    dialect,
    route,
    url,
    path: url.split('?', 1)[0] ?? url,
    params: params as { readonly [name: string]: string },
    headers: request.headers,
    origin: publicUrl ?? clientOrigin(request),
    clientGone: gone.signal,
    readBody: (spool) => {
      admitted.check();
      return readBody(request, route, spool, { maxBytes: bodyLimitBytes });
    },
  });
  const headers = () => {
    const warnings = warningHeader(outcome.warnings);
    const route = outcome.trail && routeHeader(outcome.trail());
    const cost = outcome.kind === 'whole' ? costHeader(outcome.cost) : undefined;
    return {
      'ah-request-id': requestId,
      ...(warnings !== undefined && { 'ah-warnings': warnings }),
      ...(cost !== undefined && { 'ah-cost': cost }),
      ...(route !== undefined && { 'ah-route': route }),
    };
  };
  try {
    if (outcome.kind === 'stream')
      await pumpStream(response, outcome, headers, createFramer(route.framing?.(url)));
    else await writeReply(response, outcome.reply, headers(), outcome.relayed);
  } catch (error) {
    response.destroy();
    parts.onError(GatewayError.from(error), requestId);
  } finally {
    admitted.release();
    parts.metrics.inFlight(-1);
    await outcome.close();
    running.end();
  }
}
