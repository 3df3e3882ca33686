import type { FastifyInstance, FastifyReply } from 'fastify';

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
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.headers(PAGE_HEADERS);
      const kept = `public, max-age=${YEAR_SECONDS}, immutable`;
      reply.header('cache-control', HASHED.test(path) ? kept : 'no-cache');
    },
  });
}

/** Every address a person opens in a browser is answered with the console, which finds its own pages (`/channels`). */
export const sendPage = (reply: FastifyReply): FastifyReply => reply.sendFile('index.html');
