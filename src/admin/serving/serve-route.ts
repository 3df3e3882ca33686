import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ErrorCode, GatewayError } from '../../contract/error.ts';
import { type AdminRoute, statusOf } from '../contract/route.ts';
import { type Actor, demand, demandOneOf } from './actor.ts';
import type { AuditEntry } from './audit.ts';
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
  const end: CallEnd = { facts: {}, status: statusOf(route) };
  const call = callFacts(options, request, reply, end);
  const changes = route.method !== 'GET';
  try {
    const actor = await options.authenticate(request.raw, { changes, ip: call.ip });
    end.actor = actor;
    const { project } = request.params as { project?: string };
    permit(route, actor, project);
    // Whoever may do something in all projects may name one that does not exist.
    if (changes && project !== undefined) await options.requireProject(project);
    const input = {
      params: readInput(route.params, request.params, 'params'),
      query: readInput(route.query, request.query, 'query'),
      body: readInput(route.body, request.body),
      actor: actor as Actor,
      call,
    };
    const answer = await run(input as never);
    return await send(route, reply, end.status, answer);
  } catch (thrown) {
    const { status, code } = GatewayError.from(thrown);
    Object.assign(end, { status, code });
    throw thrown;
  } finally {
    if ((route.audited ?? changes) && isWorthKeeping(end))
      options.audit(auditEntry(route, request, call, end));
  }
}

/** How a call went, as far as it has come. */
interface CallEnd {
  readonly facts: Record<string, unknown>;
  status: number;
  code?: ErrorCode;
  actor?: AuditEntry['actor'] | undefined;
}

/** Calls of strangers would let anybody fill the log; those that count as attempts are few. */
const isWorthKeeping = ({ actor, code }: CallEnd): boolean =>
  actor !== undefined || code === 'sign_in_failed';

/** @throws GatewayError `invalid_api_key`, `permission_denied` */
function permit({ access }: AdminRoute, actor: Actor | undefined, project?: string): void {
  if (access === 'anyone') return;
  if (!actor) {
    throw new GatewayError('invalid_api_key', 'Sign in first, or send a key that has admin scopes.');
  }
  if (access === 'signed-in') return;
  if (typeof access === 'string') demand(actor, access, project);
  else demandOneOf(actor, access, project);
}

function send(route: AdminRoute, reply: FastifyReply, status: number, answer: unknown): unknown {
  reply.code(status);
  if (route.produces === undefined) {
    if (!route.reply) return reply.send();
    // What a row holds beyond the schema never leaves.
    return reply.send(route.reply.parse(answer));
  }
  const { body, type = route.produces, headers = {}, ...raw } = answer as RawReply;
  return reply
    .code(raw.status ?? status)
    .type(type)
    .headers(headers)
    .send(body);
}

function callFacts(
  { origin }: AdminOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  end: CallEnd,
): CallFacts {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return {
    ip: request.ip,
    headers: request.headers,
    origin: origin(request),
    setHeader: (name, value) => void reply.header(name, value),
    gone: gone.signal,
    note: (facts) => void Object.assign(end.facts, facts),
    identify: (actor) => {
      end.actor = actor;
    },
  };
}

function auditEntry(
  { id }: AdminRoute,
  { params, body }: FastifyRequest,
  { ip }: CallFacts,
  end: CallEnd,
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
