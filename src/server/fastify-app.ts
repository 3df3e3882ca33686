import type { Server } from 'node:http';
import Fastify, { type FastifyHttpOptions, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Failures } from './failures.ts';

interface AppOptions {
  /** Whose `X-Forwarded-*` headers are believed. */
  readonly trustedProxies: readonly string[];
  readonly failures: Failures;
  /** What Fastify is told beyond what all parts of the server have in common. */
  readonly fastify?: FastifyHttpOptions<Server>;
}

const noSchemas = (): never => {
  throw new TypeError('routes of this server have no schemas for Fastify');
};
/** Routes check with Zod or by hand. Fastify's own compilers, three packages, are then not even loaded. */
const NO_SCHEMAS = { buildValidator: noSchemas, buildSerializer: noSchemas };

/** Fastify as every part of the server has it. What is not found is left to the caller. */
export function createApp({ trustedProxies, failures, fastify = {} }: AppOptions): FastifyInstance {
  const app = Fastify({
    ...fastify,
    logger: false,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    // Base URLs are pasted with and without a slash at their end.
    routerOptions: { ignoreTrailingSlash: true, ignoreDuplicateSlashes: true },
    frameworkErrors: (thrown, _request, reply) => failures.answer(thrown, reply as FastifyReply),
    schemaController: { compilersFactory: NO_SCHEMAS },
  });
  app.setErrorHandler((thrown, _request, reply) => failures.answer(thrown, reply));
  return app;
}
