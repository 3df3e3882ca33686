import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply } from 'fastify';

const PATH = '/docs/api';
const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>AxonHub admin API</title>
<link rel="stylesheet" href="${PATH}/swagger-ui.css">
<div id="reference"></div>
<noscript>This page needs JavaScript. The same as data: <a href="/admin/openapi.json">openapi.json</a></noscript>
<script src="${PATH}/swagger-ui-bundle.js"></script>
<script src="${PATH}/start.js"></script>
</html>
`;

/** Nothing is asked of other servers: neither a validator nor fonts. */
const START = `SwaggerUIBundle({
  url: '/admin/openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  validatorUrl: null,
});
`;

/** Pictures are part of the style sheet. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const FILES = { 'swagger-ui.css': 'text/css', 'swagger-ui-bundle.js': 'text/javascript' };

/** The reference of the admin API, from its OpenAPI document. Its files are read when somebody opens it, and not kept. */
export function registerApiReference(app: FastifyInstance): void {
  app.get(PATH, async (_request, reply) => send(reply, 'text/html; charset=utf-8', PAGE));
  app.get(`${PATH}/start.js`, async (_request, reply) => send(reply, 'text/javascript', START));
  for (const [name, type] of Object.entries(FILES)) {
    app.get(`${PATH}/${name}`, async (_request, reply) =>
      send(reply, type, createReadStream(join(folder(), name))),
    );
  }
}

const send = (reply: FastifyReply, type: string, body: string | NodeJS.ReadableStream) =>
  reply
    .headers({
      'content-type': type,
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'public, max-age=3600',
    })
    .send(body);

/** Beside the bundle that is published, else where the package lies. */
function folder(): string {
  if (!import.meta.url.endsWith('.ts')) return fileURLToPath(new URL('./api-reference/', import.meta.url));
  return dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
}
