import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { registerAdmin } from '../admin/index.ts';
import { aboutHandlers } from '../admin/operations/about.ts';
import type { ChannelRegistry } from '../channels/registry.ts';
import type { Config } from '../config.ts';
import type { ModelRegistry } from '../models/registry.ts';
import type { AdminRoutes } from '../server/index.ts';
import { clientOrigin } from '../server/origin.ts';
import { channelsApi } from './channels-api.ts';
import type { Engine } from './engine.ts';
import { keysApi } from './keys-api.ts';
import { logApi } from './log-api.ts';
import { modelsApi } from './models-api.ts';
import { operationsApi } from './operations-api.ts';
import { peopleApi } from './people-api.ts';
import type { Stores } from './stores.ts';

export interface AdminParts {
  readonly config: Config;
  readonly stores: Stores;
  readonly registry: ChannelRegistry;
  readonly models: ModelRegistry;
  readonly engine: Engine;
  readonly version: string;
  readonly logger: Logger;
  /** Unix milliseconds. */
  readonly startedAt: number;
}

/** The admin API put together: who may call it, and which part of the gateway each noun works on. */
export function adminApi(given: AdminParts): AdminRoutes {
  const { config, stores, engine, version, logger, startedAt } = given;
  const { publicUrl } = config.server;
  const people = peopleApi(config, stores, engine.parts.keyring, logger);
  const operations = operationsApi(config, stores, version);
  const log = logApi(stores, (error) =>
    logger.error({ err: error }, 'requests could not be told of while they come'),
  );
  const register = (app: FastifyInstance): void => {
    app.addHook('onClose', () => people.audit.flush());
    app.addHook('onClose', () => log.close());
    app.addHook('onClose', () => operations.close());
    registerAdmin(app, {
      version,
      handlers: [
        ...aboutHandlers({
          facts: {
            version,
            node: process.version,
            database: config.databaseUrl ? 'postgres' : 'sqlite',
            blobs: config.s3 ? 's3' : 'fs',
            shared: config.redisUrl ? 'redis' : 'memory',
            startedAt,
          },
          server: { ...config.server, logLevel: config.logLevel, keepAnswersMs: config.answers.keepMs },
          channels: () =>
            given.registry.channels().map((channel) => ({ ...channel, type: channel.provider.id })),
        }),
        ...people.handlers,
        ...operations.handlers,
        ...keysApi(stores, engine),
        ...log.handlers,
        ...channelsApi(given),
        ...modelsApi(given),
      ],
      authenticate: people.authenticate,
      requireProject: people.requireProject,
      audit: people.audit.add,
      origin: (request) => publicUrl ?? clientOrigin(request),
      onError: (error, call) => logger.error({ err: error.cause ?? error, call }, 'the admin API failed'),
    });
  };
  return { register, hangUp: log.hangUp };
}
