import { pipeline } from 'node:stream/promises';
import type { FastifyInstance } from 'fastify';
import type { Payload } from '../../contract/payload.ts';

export interface PictureFiles {
  /** The picture of a valid link; undefined when link, signature or time are wrong, or the picture is gone. */
  open(pathAndQuery: string): Promise<{ readonly payload: Payload; readonly mediaType: string } | undefined>;
}

/** Serves kept pictures to whoever holds a signed link. */
export function registerFiles(app: FastifyInstance, files: PictureFiles): void {
  app.get('/v1/files/images/:name', async (request, reply) => {
    const found = await files.open(request.raw.url ?? '');
    if (!found) {
      const message = 'No such picture, or the link has expired.';
      return reply
        .code(404)
        .send({ error: { message, type: 'invalid_request_error', param: null, code: 'not_found' } });
    }
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': found.mediaType,
      'content-length': String(found.payload.size),
      'cache-control': 'private, max-age=3600, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
    await pipeline(found.payload.read('lent'), reply.raw).catch(() => reply.raw.destroy());
  });
}
