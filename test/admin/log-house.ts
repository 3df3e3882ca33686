import Fastify from 'fastify';
import { ADMIN_ROUTES } from '../../src/admin/contract/all.ts';
import { ALL_SCOPES } from '../../src/admin/contract/scopes.ts';
import { registerAdmin } from '../../src/admin/index.ts';
import { imageHandlers } from '../../src/admin/log/images.ts';
import { requestHandlers } from '../../src/admin/log/requests.ts';
import { traceHandlers } from '../../src/admin/log/traces.ts';
import { usageHandlers } from '../../src/admin/log/usage.ts';
import type { Actor } from '../../src/admin/serving/actor.ts';
import { createEditor } from '../../src/media/edit.ts';
import { createLinks } from '../../src/media/links.ts';
import { createThumbnails } from '../../src/media/thumbnails.ts';
import { createMemoryBlobs } from '../../src/storage/memory/blobs.ts';
import type { LogEntry } from '../../src/storage/ports.ts';
import { createSqliteRecords } from '../../src/storage/sqlite/records.ts';
import { toBatch } from '../../src/telemetry/log-batch.ts';
import { NOON } from '../contract/log-entries.ts';

/** Somebody who may do everything in the project `default` and nothing anywhere else. */
export const ACTOR: Actor = {
  kind: 'user',
  id: 'u1',
  name: 'Ada',
  system: new Set(),
  projects: new Map([['default', new Set(ALL_SCOPES)]]),
};

/** The admin API of the request log over stores of its own; nothing else of the API does anything. */
export async function openLogHouse(actor: Actor = ACTOR) {
  const records = await createSqliteRecords({ file: ':memory:' });
  const blobs = createMemoryBlobs();
  const links = createLinks('a secret of some length');
  const editor = createEditor({ threads: 1 });
  const thumbnails = createThumbnails({ blobs, images: records.images, editor });
  const parts = { ...records, blobs, now: () => NOON, thumbnail: thumbnails.of, link: links.make };
  const own = [
    ...requestHandlers(parts),
    ...traceHandlers(parts),
    ...imageHandlers(parts),
    ...usageHandlers(parts),
  ];
  const others = ADMIN_ROUTES.filter((route) => !own.some((handler) => handler.route === route));
  const errors: unknown[] = [];
  const app = Fastify();
  registerAdmin(app, {
    version: '1.2.3',
    handlers: [...own, ...others.map((route) => ({ route, run: async () => undefined }))],
    authenticate: async () => actor,
    requireProject: async () => {},
    audit: () => {},
    origin: () => 'https://ai.example.com',
    onError: (error) => void errors.push(error.cause ?? error),
  });
  return {
    app,
    records,
    blobs,
    links,
    errors,
    write: (...entries: readonly LogEntry[]) => records.requests.write(toBatch(entries)),
    /** Below the project `default` where the path does not begin with a slash. */
    get: (path: string, headers: Record<string, string> = {}) => app.inject({ url: urlOf(path), headers }),
    send: (method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object) =>
      app.inject({ method, url: urlOf(path), ...(body && { payload: body }) }),
    async close() {
      await app.close();
      await editor.close();
      await records.close();
    },
  };
}

const urlOf = (path: string): string =>
  path.startsWith('/') ? `/admin${path}` : `/admin/projects/default/${path}`;

export type LogHouse = Awaited<ReturnType<typeof openLogHouse>>;
