import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Settings } from '../admin/operations/settings-store.ts';
import { createAnswerStore } from '../answers/answer-store.ts';
import { sweepAnswers } from '../answers/sweep.ts';
import { createBodyKeeper } from '../bodies/body-keeper.ts';
import type { ChannelRegistry } from '../channels/registry.ts';
import type { Team } from '../cluster/team.ts';
import type { Config } from '../config.ts';
import { GatewayError } from '../contract/error.ts';
import { createGuardedFetch } from '../egress/guarded-fetch.ts';
import { createResultFetch } from '../egress/result-fetch.ts';
import { createUpstream } from '../egress/upstream.ts';
import { withoutKeyLikes } from '../lib/key-likes.ts';
import { NEVER, recurring } from '../lib/recurring.ts';
import { createEditor } from '../media/edit.ts';
import { createGatherer, type Gatherer } from '../media/gather.ts';
import { createKeeper } from '../media/keep.ts';
import type { ModelRegistry } from '../models/registry.ts';
import { createConversations } from '../pipeline/conversation/conversation-store.ts';
import type { PipelineParts } from '../pipeline/index.ts';
import { PROVIDERS } from '../providers/all.ts';
import type { Channel } from '../routing/channel.ts';
import { createHealthBoard } from '../routing/health-board.ts';
import { createRouter, type Router } from '../routing/router.ts';
import type { BodyRow } from '../storage/ports.ts';
import { tellOfRequests } from '../telemetry/live-requests.ts';
import { createMetrics, type Metrics } from '../telemetry/metrics.ts';
import { createRequestLog, type RequestLog } from '../telemetry/request-log.ts';
import { createSpanExport } from '../telemetry/span-export.ts';
import type { SpanExport } from '../telemetry/spans.ts';
import { createUnsettled, type Unsettled } from '../telemetry/unsettled.ts';
import { createWriteBehind } from '../telemetry/write-behind.ts';
import { type Callers, createCallers } from './callers.ts';
import { createJobWorks, type JobWorks } from './job-works.ts';
import { limitsInForce } from './limits-in-force.ts';
import type { Stores } from './stores.ts';

/** The pipeline with everything it works with. */
export interface Engine {
  readonly parts: PipelineParts;
  readonly jobs: JobWorks;
  /** Ends what is running. */
  stop(): void;
  close(): Promise<void>;
}

type OnError = PipelineParts['onError'];
interface EngineOptions {
  readonly config: Config;
  readonly registry: ChannelRegistry;
  readonly models: ModelRegistry;
  readonly stores: Stores;
  readonly logger: Logger;
  readonly version: string;
  /** Absent: this process is alone. */
  readonly team?: Team;
}

export function createEngine(options: EngineOptions): Engine {
  const { config, registry, models, stores, logger, team } = options;
  const leads = team?.leads ?? true;
  const { blobs, links } = stores;
  // Several workers have the cores to themselves together.
  const editor = createEditor({
    ...(team && { threads: 1 }),
    maxPixels: limitsInForce(config, stores.settings).pixels,
  });
  const upstream = createUpstream();
  const clientFetch = createGuardedFetch({ allowPrivate: allowPrivateOf(config) });
  const resultFetch = resultFetchOf(registry);
  const shutdown = new AbortController();
  const onError: OnError = (error, requestId) => logFailure(logger, error, requestId);
  const { answers, sweep } = keptAnswers(config, stores, leads, onError);
  const metrics = createMetrics(team);
  const written = writtenBehind(options, metrics, onError);
  const callers = createCallers(config, stores, logger);
  const places = renewedPlaces(callers, onError);
  const jobs = createJobWorks({
    ...{ config, stores, leads, onError },
    allowPrivate: allowPrivateOf(config),
    shutdown: shutdown.signal,
  });
  const parts: PipelineParts = {
    keyring: callers.keyring,
    budgets: callers.budgets,
    gate: callers.gate,
    channels: () => registry.channels(),
    catalog: () => models.catalog(),
    router: routerOf(config, stores.settings),
    retries: () => stores.settings.get('routing'),
    providerIds: new Set(PROVIDERS.map(({ id }) => id)),
    upstream,
    fetchImage: resultFetch.fetchImage,
    blobs,
    editor,
    gatherer: gathererOf(stores, { fetchImage: clientFetch.fetchImage, inspect: editor.inspect }),
    isOwnLink: (url) => links.parse(url) !== undefined,
    ...keptWork(config, stores),
    answers,
    jobs: jobs.desk,
    ...written.parts,
    metrics,
    now: Date.now,
    random: Math.random,
    onError,
    shutdown: shutdown.signal,
  };
  const stop = (): void => {
    shutdown.abort(new GatewayError('overloaded', 'The gateway is being stopped.'));
  };
  const close = async (): Promise<void> => {
    stop();
    await jobs.close();
    await Promise.all([written.close(), callers.flush(), sweep.stop(), places.stop()]);
    answers.close();
    await Promise.all([editor.close(), upstream.close(), clientFetch.close(), resultFetch.close()]);
  };
  jobs.start(parts);
  return { parts, jobs, stop, close };
}

const gathererOf = (
  { records: { images }, blobs, links }: Stores,
  means: Pick<Parameters<typeof createGatherer>[0], 'fetchImage' | 'inspect'>,
): Gatherer => createGatherer({ blobs, images, links, ...means });

/** What is told of exchanges after they have ended. */
function writtenBehind(options: EngineOptions, metrics: Metrics, onError: OnError) {
  const { stores, logger } = options;
  const log = requestLogOf(stores, logger);
  const bodies = keptBodies(stores, logger, onError);
  const spans = spanExportOf(options);
  const unsettled = unsettledOf(options, metrics, onError);
  return {
    parts: { log, unsettled, bodies: bodies.keeper, ...(spans && { spans }) },
    close: async () => {
      await unsettled.close();
      await Promise.all([log.close(), bodies.close(), spans?.close()]);
    },
  };
}

function unsettledOf({ stores, team, logger }: EngineOptions, metrics: Metrics, onError: OnError): Unsettled {
  return createUnsettled({
    ...{ records: stores.records, node: randomUUID(), leads: team?.leads ?? true, now: Date.now },
    onBuried: ({ request: { id }, executions }) => {
      logger.warn({ requestId: id }, 'a request was cut off while a provider worked on it; it is in the log');
      const last = executions.at(-1);
      if (!last) return;
      metrics.attempt({ channel: last.channel, outcome: 'interrupted' });
      metrics.cost(last, undefined);
    },
    onError: (error) => onError(GatewayError.from(error), ''),
  });
}

function spanExportOf({ config: { otlp }, version, logger }: EngineOptions): SpanExport | undefined {
  if (!otlp) return undefined;
  const headers = Object.entries(otlp.headers).map(([name, value]) => [name, value.reveal()]);
  return createSpanExport({
    ...otlp,
    headers: Object.fromEntries(headers),
    version,
    onError: (error) => logger.warn({ err: error }, 'spans could not be sent'),
  });
}

const requestLogOf = ({ records, shared }: Stores, logger: Logger): RequestLog =>
  createRequestLog(records.requests, {
    written: tellOfRequests(shared, {
      now: Date.now,
      onTrouble: (error) => logger.warn({ err: error }, 'live requests cannot be told of'),
    }),
    onTrouble: (error, lost) => logger.error({ err: error, lost }, 'request log rows could not be written'),
  });

const SWEEP_EVERY_MS = 60_000;
const RENEW_PLACES_MS = 20_000;

/** What outlives the exchange it came up in. */
const keptWork = (config: Config, { records, blobs, links, settings }: Stores) => ({
  conversations: createConversations({ ...records, blobs, now: Date.now }),
  keeper: createKeeper({
    ...{ blobs, links, now: Date.now },
    urlTtlSeconds: limitsInForce(config, settings).linkSeconds,
    images: records.images,
    deletions: records.blobDeletions,
  }),
});

const renewedPlaces = ({ gate }: Callers, onError: OnError) =>
  recurring(
    () => gate.renew(),
    RENEW_PLACES_MS,
    (error) => onError(GatewayError.from(error), ''),
  );

function keptAnswers(
  { answers: { keepMs } }: Config,
  { blobs, records }: Stores,
  leads: boolean,
  onError: OnError,
) {
  const told = (error: unknown, id = ''): void => onError(GatewayError.from(error), id);
  const store = { blobs, records, now: Date.now };
  return {
    answers: createAnswerStore({ ...store, keepMs, onError: told }),
    sweep: leads ? recurring(() => sweepAnswers(store), SWEEP_EVERY_MS, told) : NEVER,
  };
}

function keptBodies({ blobs, records, settings }: Stores, logger: Logger, onError: OnError) {
  const rows = createWriteBehind<BodyRow>(records.bodies, {
    onTrouble: (error, lost) => logger.error({ err: error, lost }, 'rows of bodies could not be written'),
  });
  const keeper = createBodyKeeper({
    blobs,
    policy: () => settings.get('requests').bodies,
    add: (row) => rows.add(row),
    onError: (error, requestId) => onError(GatewayError.from(error), requestId),
  });
  return { keeper, close: () => rows.close() };
}

const routerOf = ({ routing: { strategy } }: Config, settings: Settings): Router =>
  createRouter({
    strategy: () => settings.get('routing').strategy ?? strategy,
    affinity: () => settings.get('routing').affinity,
    ...{ board: createHealthBoard(Date.now), now: Date.now, random: Math.random },
  });

const EVERYWHERE = ['0.0.0.0/0', '::/0'];

const allowPrivateOf = ({ server }: Config): readonly string[] => (server.allowPrivateUrls ? EVERYWHERE : []);

/** A provider's result may lie on the provider's own host, which for a relay at home is a private one. */
const resultFetchOf = (registry: ChannelRegistry) =>
  createResultFetch({
    isExempt: (host, port) => registry.channels().some((channel) => leadsTo(channel, host, port)),
  });

function leadsTo({ baseUrl }: Channel, host: string, port: number): boolean {
  const url = URL.parse(baseUrl);
  if (url?.hostname.replace(/^\[|\]$/g, '') !== host) return false;
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80)) === port;
}

/** Faults of ours with their stack, upstream trouble as a warning, clients' mistakes only when looked for. */
function logFailure(logger: Logger, error: GatewayError, requestId: string): void {
  const { code, message, facts, cause } = error;
  const entry = {
    requestId,
    code,
    field: facts.field,
    upstream: facts.upstreamStatus,
    ...(facts.internal !== undefined && { internal: withoutKeyLikes(facts.internal) }),
  };
  if (code === 'internal') logger.error({ ...entry, err: cause ?? error }, message);
  else if (error.status >= 500) {
    const reason = (cause as Error | undefined)?.message;
    logger.warn({ ...entry, ...(reason !== undefined && { cause: withoutKeyLikes(reason) }) }, message);
  } else logger.debug(entry, message);
}
