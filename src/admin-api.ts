import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { DEFAULT_PROJECT } from './accounts/keyring.ts';
import { aboutHandlers } from './admin/about.ts';
import { createAuthenticate } from './admin/authenticate.ts';
import { registerAdmin } from './admin/index.ts';
import { invitationHandlers } from './admin/invitations.ts';
import { linkHandlers } from './admin/links.ts';
import { meHandlers } from './admin/me.ts';
import { memberHandlers } from './admin/members.ts';
import { createPeople } from './admin/people.ts';
import { projectHandlers } from './admin/projects.ts';
import { roleHandlers } from './admin/roles.ts';
import { sessionHandlers } from './admin/session.ts';
import { setupHandlers } from './admin/setup.ts';
import { userHandlers } from './admin/users.ts';
import type { Config } from './config.ts';
import type { Engine } from './engine.ts';
import { clientOrigin } from './server/origin.ts';
import type { Stores } from './stores.ts';

export interface AdminParts {
  readonly config: Config;
  readonly stores: Stores;
  readonly engine: Engine;
  readonly version: string;
  readonly logger: Logger;
}

const SESSION_LIMITS = { idleMs: 3 * 86_400_000, mostMs: 30 * 86_400_000 };

/** The admin API put together: who may call it, and which part of the gateway each noun works on. */
export function adminApi({ config, stores, version, logger }: AdminParts): (app: FastifyInstance) => void {
  const { publicUrl } = config.server;
  const { records, shared, setupCode } = stores;
  const startedAt = Date.now();
  const people = createPeople(records, shared, () => SESSION_LIMITS);
  return (app) =>
    registerAdmin(app, {
      version,
      handlers: [
        ...aboutHandlers({
          version,
          node: process.version,
          database: config.databaseUrl ? 'postgres' : 'sqlite',
          blobs: config.s3 ? 's3' : 'fs',
          shared: config.redisUrl ? 'redis' : 'memory',
          startedAt,
        }),
        ...setupHandlers(people, {
          project: DEFAULT_PROJECT,
          code: setupCode,
          isPublic: publicUrl !== undefined,
        }),
        ...sessionHandlers(people),
        ...meHandlers(people),
        ...linkHandlers(people),
        ...userHandlers(people),
        ...invitationHandlers(people),
        ...projectHandlers({ records, first: DEFAULT_PROJECT, changed: async () => {}, now: Date.now }),
        ...memberHandlers(people),
        ...roleHandlers(people),
      ],
      authenticate: createAuthenticate({ ...people, users: records.users, publicUrl }),
      audit: (entry) => logger.info(entry, 'admin'),
      clientIp: ({ socket }) => socket.remoteAddress ?? '',
      origin: (request) => publicUrl ?? clientOrigin(request),
      onError: (error, call) => logger.error({ err: error.cause ?? error, call }, 'the admin API failed'),
    });
}
