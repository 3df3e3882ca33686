import { pino } from 'pino';
import { presentedKey } from './accounts/gateway-key.ts';
import { followKeyChanges } from './accounts/key-changes.ts';
import { createFirstKey, createKeyring } from './accounts/keyring.ts';
import type { ChannelConfig, Config } from './config.ts';
import { GatewayError } from './contract/error.ts';
import { DIALECTS } from './dialects/all.ts';
import { MCP_TOOLS, mcp, mcpToolCall } from './dialects/mcp/index.ts';
import { openaiChat } from './dialects/openai-chat/index.ts';
import { createGuardedFetch } from './egress/guarded-fetch.ts';
import { createUpstream } from './egress/upstream.ts';
import { createEditor } from './media/edit.ts';
import { createGatherer } from './media/gather.ts';
import { createKeeper } from './media/keep.ts';
import { listImageModels, listModels } from './pipeline/catalogue.ts';
import { createConversations } from './pipeline/conversation-store.ts';
import { explainRoute } from './pipeline/explain.ts';
import type { PipelineParts } from './pipeline/index.ts';
import { PROVIDERS } from './providers/all.ts';
import type { Channel } from './routing/channel.ts';
import { createHealthBoard } from './routing/health-board.ts';
import { createRouter } from './routing/router.ts';
import { createServer, type ServerOptions } from './server/index.ts';
import { openStores, type Stores } from './stores.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { createRequestLog } from './telemetry/request-log.ts';

/** A running gateway. */
export interface App {
  /** Where it listens, as `http://127.0.0.1:8090`. */
  readonly url: string;
  /** The key made by a first start; shown once. */
  readonly firstKey?: string;
  readonly channels: readonly Channel[];
  /** Lets running exchanges end, pictures whose clients have left included, then closes everything. */
  close(): Promise<void>;
}

export interface AppOptions {
  readonly version: string;
  /** Where the operator's log goes; default standard error. */
  readonly logTo?: { write(line: string): void };
}

/** For telling clients that their requests had to be given up. */
const LAST_WORDS_MS = 2_000;

/** Builds the gateway from its configuration and starts to listen: the only place that knows every part. */
export async function startApp(
  config: Config,
  { version, logTo = process.stderr }: AppOptions,
): Promise<App> {
  const logger = pino({ level: config.logLevel }, logTo);
  const stores = await openStores(config, logger);
  try {
    return await serve(config, stores, logger, version);
  } catch (error) {
    // Open connections would keep a process alive that serves nobody.
    await stores.close();
    throw error;
  }
}

async function serve(config: Config, stores: Stores, logger: pino.Logger, version: string): Promise<App> {
  const channels = config.channels.map(toChannel);
  const firstKey =
    config.apiKeys.length > 0 ? undefined : await createFirstKey(stores.records.keys, Date.now());
  const engine = createEngine(config, channels, stores, logger);
  await followKeyChanges(stores.shared, engine.parts.keyring);
  const server = createServer({ ...routesOf(config, channels, stores, engine.parts), version });
  const { host, port } = config.server;
  const url = await server.listen({ host, port });
  logger.info({ url, channels: channels.map(({ name }) => name) }, 'AxonHub is listening');
  return {
    url,
    channels,
    ...(firstKey !== undefined && { firstKey }),
    async close() {
      if (!(await server.drain(config.server.shutdownGraceMs))) {
        engine.stop();
        await server.drain(LAST_WORDS_MS);
      }
      await server.close();
      await engine.close();
      await stores.close();
    },
  };
}

/** What the pipeline works with. */
function createEngine(config: Config, channels: readonly Channel[], stores: Stores, logger: pino.Logger) {
  const { blobs, records, links } = stores;
  const { images } = records;
  const editor = createEditor();
  const upstream = createUpstream();
  const clientFetch = createGuardedFetch({ allowPrivate: config.server.allowPrivateUrls ? EVERYWHERE : [] });
  // A provider's result may lie on the provider's own host, which for a relay at home is a private one.
  const resultFetch = createGuardedFetch({ allowPrivate: channels.flatMap(hostOf) });
  const shutdown = new AbortController();
  const log = createRequestLog(records.requests, {
    onTrouble: (error, lost) => logger.error({ err: error, lost }, 'request log rows could not be written'),
  });
  const configured = config.apiKeys.map(({ key, ...rest }) => ({ ...rest, key: key.reveal() }));
  const parts: PipelineParts = {
    keyring: createKeyring(records.keys, configured),
    channels: () => channels,
    router: createRouter({
      strategy: config.routing.strategy,
      board: createHealthBoard(Date.now),
      now: Date.now,
      random: Math.random,
    }),
    providerIds: new Set(PROVIDERS.map(({ id }) => id)),
    upstream,
    fetchImage: resultFetch.fetchImage,
    blobs,
    editor,
    gatherer: createGatherer({
      blobs,
      images,
      links,
      fetchImage: clientFetch.fetchImage,
      inspect: editor.inspect,
    }),
    isOwnLink: (url) => links.parse(url) !== undefined,
    conversations: createConversations({ responses: records.responses, blobs, now: Date.now }),
    keeper: createKeeper({ blobs, images, links, urlTtlSeconds: config.images.urlTtlSeconds, now: Date.now }),
    log,
    metrics: createMetrics(),
    now: Date.now,
    random: Math.random,
    onError: (error, requestId) => logFailure(logger, error, requestId),
    shutdown: shutdown.signal,
  };
  const stop = (): void => {
    shutdown.abort(new GatewayError('overloaded', 'The gateway is being stopped.'));
  };
  const close = async (): Promise<void> => {
    stop();
    await log.flush();
    await Promise.all([editor.close(), upstream.close(), clientFetch.close(), resultFetch.close()]);
  };
  return { parts, stop, close };
}

function routesOf(
  { server, disabledChannels }: Config,
  channels: readonly Channel[],
  { links, blobs }: Stores,
  parts: PipelineParts,
): Omit<ServerOptions, 'version'> {
  const { bodyLimitBytes, inFlightLimitBytes, publicUrl, corsOrigins } = server;
  return {
    dialects: DIALECTS,
    fallback: openaiChat,
    parts,
    authenticate: ({ headers, url = '' }) => parts.keyring.authenticate(presentedKey(headers, url)),
    lists: {
      models: () => listModels(channels),
      imageModels: () => listImageModels(channels, Date.now()),
    },
    explain: (question) => explainRoute(parts, question, disabledChannels),
    files: {
      open: async (pathAndQuery) => {
        const picture = links.verify(pathAndQuery, Date.now() / 1000);
        const payload = picture && (await blobs.open(picture.sha256));
        return payload && { payload, mediaType: `image/${picture.extension}` };
      },
    },
    mcp: { dialect: mcp, route: mcpToolCall, tools: MCP_TOOLS },
    metrics: parts.metrics,
    bodyLimitBytes,
    inFlightLimitBytes,
    corsOrigins,
    ...(publicUrl !== undefined && { publicUrl }),
  };
}

const EVERYWHERE = ['0.0.0.0/0', '::/0'];

function toChannel({ type, ...rest }: ChannelConfig): Channel {
  const provider = PROVIDERS.find(({ id }) => id === type);
  if (!provider) throw new TypeError(`the configuration names an unknown channel type ${type}`);
  return { ...rest, provider };
}

function hostOf({ baseUrl }: Channel): string[] {
  const url = URL.parse(baseUrl);
  return url ? [`${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`] : [];
}

/** Faults of ours with their stack, upstream trouble as a warning, clients' mistakes only when looked for. */
function logFailure(logger: pino.Logger, error: GatewayError, requestId: string): void {
  const { code, message, facts, cause } = error;
  const entry = {
    requestId,
    code,
    field: facts.field,
    upstream: facts.upstreamStatus,
    internal: facts.internal,
  };
  if (code === 'internal') logger.error({ ...entry, err: cause ?? error }, message);
  else if (error.status >= 500)
    logger.warn({ ...entry, cause: (cause as Error | undefined)?.message }, message);
  else logger.debug(entry, message);
}
