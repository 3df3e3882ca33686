import type { FastifyReply, FastifyRequest } from 'fastify';
import { GatewayError } from '../contract/error.ts';
import { type Actor, demand } from './actor.ts';
import type { AuditEntry } from './audit.ts';
import { type AdminRoute, statusOf } from './contract/route.ts';
import type { CallFacts, Handler, RawReply } from './handler.ts';
import type { AdminOptions } from './options.ts';
import { readInput } from './read-input.ts';

/** One call from its headers to its answer: authenticate → permit → read → handle → answer; changes go to the audit log. */
export async function serveRoute(
  { route, run }: Handler,
  options: AdminOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const facts: Record<string, unknown> = {};
  const call = callFacts(options, request, reply, facts);
  let actor: Actor | undefined;
  let status = statusOf(route);
  try {
    actor = await permitted(route, options, request, call);
    const input = {
      params: readInput(route.params, request.params, 'params'),
      query: readInput(route.query, request.query, 'query'),
      body: readInput(route.body, request.body),
      actor: actor as Actor,
      call,
    };
    const answer = await run(input as never);
    return await send(route, reply, status, answer);
  } catch (thrown) {
    status = GatewayError.from(thrown).status;
    throw thrown;
  } finally {
    if (route.method !== 'GET') options.audit(auditEntry(route, request, call, { facts, status, actor }));
  }
}

/** Who calls, if the route is for them. @throws GatewayError `invalid_api_key`, `permission_denied` */
async function permitted(
  { access, method }: AdminRoute,
  { authenticate }: AdminOptions,
  { raw, params }: FastifyRequest,
  call: CallFacts,
): Promise<Actor | undefined> {
  const actor = await authenticate(raw, { changes: method !== 'GET', ip: call.ip });
  if (access === 'anyone') return actor;
  if (!actor)
    throw new GatewayError('invalid_api_key', 'Sign in first, or send a key that has admin scopes.');
  if (access !== 'signed-in') demand(actor, access, (params as { project?: string }).project);
  return actor;
}

function send(route: AdminRoute, reply: FastifyReply, status: number, answer: unknown): unknown {
  reply.code(status);
  if (route.produces === undefined) {
    if (!route.reply) return reply.send();
    // What a row holds beyond the schema never leaves.
    return reply.send(route.reply.parse(answer));
  }
  const { body, headers = {} } = answer as RawReply;
  return reply.type(route.produces).headers(headers).send(body);
}

function callFacts(
  { clientIp, origin }: AdminOptions,
  { raw }: FastifyRequest,
  reply: FastifyReply,
  noted: Record<string, unknown>,
): CallFacts {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return {
    ip: clientIp(raw),
    headers: raw.headers,
    origin: origin(raw),
    setHeader: (name, value) => void reply.header(name, value),
    gone: gone.signal,
    note: (facts) => void Object.assign(noted, facts),
  };
}

function auditEntry(
  { id }: AdminRoute,
  { params, body }: FastifyRequest,
  { ip }: CallFacts,
  end: { facts: Record<string, unknown>; status: number; actor: Actor | undefined },
): AuditEntry {
  const { project, ...rest } = params as { [name: string]: string };
  const sent = typeof body === 'object' && body !== null ? { sent: Object.keys(body).slice(0, 50) } : {};
  const { actor } = end;
  return {
    at: Date.now(),
    ...(actor && { actor: { kind: actor.kind, id: actor.id, name: actor.name } }),
    ip,
    action: id,
    ...(project !== undefined && { project }),
    facts: { ...rest, ...sent, ...end.facts },
    status: end.status,
  };
}
