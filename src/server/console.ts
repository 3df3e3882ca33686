import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Scripts and styles are files of our own; styles may also be set by scripts, which libraries for dialogs and charts do. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/** Names of these files change with their content. */
const HASHED = /[/\\]assets[/\\]/;
const YEAR_SECONDS = 31_536_000;

/** Serves the built console. @param directory where `npm run build:console` put it */
export function registerConsole(app: FastifyInstance, directory: string): void {
  app.register(import('@fastify/static'), {
    root: directory,
    wildcard: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.headers(PAGE_HEADERS);
      const kept = `public, max-age=${YEAR_SECONDS}, immutable`;
      reply.header('cache-control', HASHED.test(path) ? kept : 'no-cache');
    },
  });
}

/** Paths that are never pages: a mistyped one of these is an error and not the console. */
const NO_PAGES = /^\/(v1|v1beta|api|admin|anthropic|gemini|mcp|docs|health|metrics|assets)(\/|\?|$)/;

/** The console finds its own pages (`/channels`): every address a person opens in a browser is answered with it. */
export const wantsPage = ({ method, url, headers }: FastifyRequest): boolean =>
  method === 'GET' && !NO_PAGES.test(url) && (headers.accept ?? '').includes('text/html');

export const sendPage = (reply: FastifyReply): FastifyReply => reply.sendFile('index.html');
