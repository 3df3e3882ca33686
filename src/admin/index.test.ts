import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { GatewayError } from '../contract/error.ts';
import { ADMIN_ROUTES } from './contract/all.ts';
import { registerAdmin } from './index.ts';
import { aboutHandlers } from './operations/about.ts';
import type { Actor } from './serving/actor.ts';
import type { AuditEntry } from './serving/audit.ts';
import type { Handler } from './serving/handler.ts';

const ACTOR: Actor = { kind: 'user', id: 'u1', name: 'Ada', system: new Set(), projects: new Map() };
const ABOUT = {
  version: '1.2.3',
  node: 'v24.0.0',
  database: 'sqlite',
  blobs: 'fs',
  shared: 'memory',
  startedAt: 1,
} as const;

let app: FastifyInstance;
afterEach(() => app.close());

function open(actor: Actor | undefined, handlers?: readonly Handler[]) {
  app = Fastify();
  const audited: AuditEntry[] = [];
  registerAdmin(app, {
    version: '1.2.3',
    handlers: handlers ?? everyHandler(),
    authenticate: async () => actor,
    requireProject: async () => {},
    audit: (entry) => void audited.push(entry),
    origin: () => 'http://localhost',
    onError: () => {},
  });
  return { audited };
}

/** Handlers of every route; all but the one looked at do nothing. */
const everyHandler = (): Handler[] => {
  const own = aboutHandlers({ facts: ABOUT, server: {}, channels: () => [] });
  const others = ADMIN_ROUTES.filter((route) => !own.some((handler) => handler.route === route));
  return [...own, ...others.map((route) => ({ route, run: async () => undefined }))];
};

it('answers what the contract promises, and is never kept by caches', async () => {
  open(ACTOR);
  const reply = await app.inject('/admin/about');
  expect(reply.json()).toEqual(ABOUT);
  expect(reply.headers['cache-control']).toBe('no-store');
});

it('refuses whom it does not know, in words', async () => {
  open(undefined);
  const reply = await app.inject('/admin/about');
  expect(reply.statusCode).toBe(401);
  expect(reply.json().error).toMatchObject({ code: 'invalid_api_key', field: null });
});

it('is not served while a route of the contract has no handler', async () => {
  expect(() => open(ACTOR, [])).toThrow('getAbout');
});

it('keeps faults of ours to itself', async () => {
  const [broken] = aboutHandlers({ facts: ABOUT, server: {}, channels: () => [] });
  open(ACTOR, [
    { ...(broken as Handler), run: () => Promise.reject(new Error('password of the database')) },
    ...everyHandler().slice(1),
  ]);
  const reply = await app.inject('/admin/about');
  expect(reply.statusCode).toBe(500);
  expect(reply.body).not.toContain('password');
});

it('tells refusals of handlers with status and field', async () => {
  const [refusing] = aboutHandlers({ facts: ABOUT, server: {}, channels: () => [] });
  const refusal = new GatewayError('invalid_request', 'No.', { field: 'name' });
  open(ACTOR, [{ ...(refusing as Handler), run: () => Promise.reject(refusal) }, ...everyHandler().slice(1)]);
  const reply = await app.inject('/admin/about');
  expect([reply.statusCode, reply.json()]).toEqual([
    400,
    { error: { code: 'invalid_request', message: 'No.', reason: null, params: {}, field: 'name' } },
  ]);
});

it('describes itself as OpenAPI 3.1', async () => {
  open(undefined);
  const document = (await app.inject('/admin/openapi.json')).json();
  expect(document.openapi).toBe('3.1.0');
  expect(document.paths['/admin/about'].get).toMatchObject({
    operationId: 'getAbout',
    responses: {
      200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/About' } } } },
    },
  });
  expect(document.components.schemas.About.required).toContain('startedAt');
});
