import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Failures } from '../failures.ts';
import { registerApiReference } from './api-reference.ts';
import { registerConsole, sendPage } from './console.ts';

/** What programs call: a mistyped path of these is an error and never a page. */
const APIS = /^\/(v1|v1beta|api|admin|anthropic|gemini|mcp|health|metrics)(\/|\?|$)/;
const API_REFERENCE = /^\/docs\/api(\/|\?|$)/;
/** Files that somebody has linked to. */
const FILES = /^\/(docs|assets)(\/|\?|$)/;

/** Whether a request that no API knows may be one for a page or a file of one. */
export const isPage = ({ method, url }: FastifyRequest, hasConsole: boolean): boolean =>
  (method === 'GET' || method === 'HEAD') && (hasConsole ? !APIS.test(url) : API_REFERENCE.test(url));

/** The reference of the admin API and, where it has been built, the console. @param directory where that lies */
export function registerPages(app: FastifyInstance, failures: Failures, directory?: string): void {
  registerApiReference(app);
  if (directory !== undefined) registerConsole(app, directory);
  app.setNotFoundHandler((request, reply) => {
    if (directory !== undefined && wantsPage(request)) void sendPage(reply);
    else failures.notFound(request, reply);
  });
}

const wantsPage = ({ method, url, headers }: FastifyRequest): boolean =>
  method === 'GET' && !FILES.test(url) && (headers.accept ?? '').includes('text/html');
