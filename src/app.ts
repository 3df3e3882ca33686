import { type Logger, pino } from 'pino';
import { presentedKey } from './accounts/gateway-key.ts';
import { followKeyChanges } from './accounts/key-changes.ts';
import { createFirstKey } from './accounts/keyring.ts';
import type { ChannelRegistry } from './channels/registry.ts';
import type { Team } from './cluster/team.ts';
import { consoleDirectory } from './compose/console-files.ts';
import { createEngine, type Engine } from './compose/engine.ts';
import { givingBack } from './compose/give-back.ts';
import { limitsInForce } from './compose/limits-in-force.ts';
import { openChannels, openModels } from './compose/open-channels.ts';
import { openStores, type Stores } from './compose/stores.ts';
import { sweepingLog } from './compose/sweep-log.ts';
import type { Config } from './config.ts';
import { DIALECTS } from './dialects/all.ts';
import { MCP_TOOLS, mcp, mcpToolCall } from './dialects/mcp/index.ts';
import { openaiChat } from './dialects/openai-chat/index.ts';
import { NEVER } from './lib/recurring.ts';
import { listImageModels, listModels } from './pipeline/questions/catalogue.ts';
import { explainRoute } from './pipeline/questions/explain.ts';
import type { Channel } from './routing/channel.ts';
import { createServer, type ServerOptions } from './server/index.ts';

/** A running gateway. */
export interface App {
  /** Where it listens, as `http://127.0.0.1:8090`. */
  readonly url: string;
  /** The key made by a first start; shown once. */
  readonly firstKey?: string;
  /** Needed to become the owner from another machine; absent where somebody is, or where none can reach it. */
  readonly setupCode?: string;
  readonly channels: readonly Channel[];
  /** The console has been built and is served. */
  readonly hasConsole: boolean;
  /** Lets running exchanges end, pictures whose clients have left included, then closes everything. */
  close(): Promise<void>;
}

export interface AppOptions {
  readonly version: string;
  /** Where the operator's log goes; default standard error. */
  readonly logTo?: { write(line: string): void };
  /** The workers that serve beside this process; absent: it is alone. */
  readonly team?: Team;
}

/** For telling clients that their requests had to be given up. */
const LAST_WORDS_MS = 2_000;

/** Builds the gateway from its configuration and starts to listen: the only place that knows every part. */
export async function startApp(given: Config, options: AppOptions): Promise<App> {
  const { team, logTo = process.stderr } = options;
  const config = team ? shareOf(given) : given;
  const logger = pino({ level: config.logLevel }, logTo);
  const stores = await openStores(config, logger, team?.shared);
  try {
    return await serve(config, stores, logger, options);
  } catch (error) {
    // Open connections would keep a process alive that serves nobody.
    await stores.close();
    throw error;
  }
}

/** What one worker may use of what all of them may use together. */
const shareOf = (config: Config): Config => ({
  ...config,
  server: {
    ...config.server,
    inFlightLimitBytes: Math.ceil(config.server.inFlightLimitBytes / config.workers),
  },
  jobs: { ...config.jobs, concurrency: Math.ceil(config.jobs.concurrency / config.workers) },
});

async function serve(
  config: Config,
  stores: Stores,
  logger: Logger,
  { version, team }: AppOptions,
): Promise<App> {
  const startedAt = Date.now();
  const registry = await openChannels(config, stores, logger);
  const models = await openModels(stores, logger);
  const channels = registry.channels();
  const firstKey =
    config.apiKeys.length > 0 ? undefined : await createFirstKey(stores.records.keys, Date.now());
  const engine = createEngine({ config, registry, models, stores, logger, version, ...(team && { team }) });
  await followKeyChanges(stores.shared, engine.parts.keyring);
  const consoleAt = consoleDirectory();
  const server = createServer({
    ...routesOf(config, registry, stores, engine),
    ...(consoleAt !== undefined && { consoleDirectory: consoleAt }),
    // Loaded when somebody uses it.
    admin: async () => {
      const { adminApi } = await import('./compose/admin-api.ts');
      return adminApi({ config, stores, registry, models, engine, version, logger, startedAt });
    },
    version,
  });
  const sweeping = (team?.leads ?? true) ? sweepingLog(stores, logger) : NEVER;
  const { host, port } = config.server;
  const url = await server.listen({ host, port });
  const tidying = givingBack(server.idleMs, (error) =>
    logger.error({ err: error }, 'memory was not given back'),
  );
  logger.info({ url, channels: channels.map(({ name }) => name) }, 'AxonHub is listening');
  return {
    url,
    hasConsole: consoleAt !== undefined,
    channels,
    ...(firstKey !== undefined && { firstKey }),
    ...(isReachable(config) && !(await stores.records.users.hasFirst()) && { setupCode: stores.setupCode }),
    async close() {
      const grace = config.server.shutdownGraceMs;
      const ended = await Promise.all([server.drain(grace), engine.jobs.drain(grace)]);
      if (!ended.every(Boolean)) {
        engine.stop();
        await server.drain(LAST_WORDS_MS);
      }
      await server.close();
      await engine.close();
      await Promise.all([registry.close(), models.close(), sweeping.stop(), tidying.stop()]);
      await stores.close();
    },
  };
}

/** From other machines. */
const isReachable = ({ server: { host, publicUrl } }: Config): boolean =>
  publicUrl !== undefined || !/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host);

function routesOf(
  config: Config,
  registry: ChannelRegistry,
  { links, blobs, settings }: Stores,
  { parts, jobs }: Engine,
): Omit<ServerOptions, 'version' | 'admin'> {
  const { inFlightLimitBytes, publicUrl, trustedProxies, corsOrigins, keepAliveMs, clientTimeoutMs } =
    config.server;
  const served = () => ({ channels: parts.channels(), catalog: parts.catalog() });
  return {
    dialects: DIALECTS,
    fallback: openaiChat,
    parts,
    authenticate: ({ headers, url, ip }) => parts.keyring.authenticate(presentedKey(headers, url), ip),
    lists: {
      models: (caller) => listModels(caller, served()),
      imageModels: (caller) => listImageModels(caller, served(), Date.now()),
    },
    explain: (question) => explainRoute(parts, question, registry.unusable()),
    files: {
      open: async (pathAndQuery) => {
        const picture = links.verify(pathAndQuery, Date.now() / 1000);
        const payload = picture && (await blobs.open(picture.sha256));
        return payload && { payload, mediaType: `image/${picture.extension}` };
      },
    },
    mcp: { dialect: mcp, route: mcpToolCall, tools: MCP_TOOLS },
    jobs: jobs.routes,
    metrics: parts.metrics,
    bodyLimitBytes: limitsInForce(config, settings).bodyBytes,
    inFlightLimitBytes,
    keepAliveMs,
    clientTimeoutMs,
    trustedProxies,
    corsOrigins,
    ...(publicUrl !== undefined && { publicUrl }),
  };
}
