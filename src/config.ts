import { resolve } from 'node:path';
import {
  builtInChannels,
  type ChannelConfig,
  environmentChannels,
  fileChannels,
  type ProviderFacts,
} from './config/channels.ts';
import { ConfigError, type ConfigProblem } from './config/config-error.ts';
import { DEFAULTS } from './config/defaults.ts';
import type { Environment } from './config/expand.ts';
import type { ConfigFile, ROUTING_STRATEGIES } from './config/file-schema.ts';
import { type ConfiguredMember, configuredMembers } from './config/origins.ts';
import { type OtlpConfig, otlpConfig } from './config/otlp.ts';
import { type ReadConfigFile, readConfigFile } from './config/read-file.ts';
import {
  type ConfigOptions,
  dataDir,
  givenSecrets,
  type LogLevel,
  logLevel,
  type ServerConfig,
  serverConfig,
} from './config/settings.ts';
import { type StoresConfig, storesConfig } from './config/stores.ts';
import { givenWorkers } from './config/workers.ts';
import { Secret } from './lib/secret.ts';

export type { ChannelModel } from './config/channel-models.ts';
export type { ChannelConfig, ProviderFacts } from './config/channels.ts';
export { ConfigError } from './config/config-error.ts';
export type { Environment } from './config/expand.ts';
export type { ConfiguredMember } from './config/origins.ts';
export type { ConfigOptions, LogLevel, ServerConfig } from './config/settings.ts';

/** Everything an operator can decide, defaults filled in. */
export interface Config extends StoresConfig {
  /** Absolute path of the file that was read. */
  readonly file?: string;
  /** What was decided where, for people. */
  readonly members: readonly ConfiguredMember[];
  readonly server: ServerConfig;
  /** Processes that serve. */
  readonly workers: number;
  /** Absolute path of the folder for the database and the pictures. */
  readonly dataDir: string;
  /** Signs links and seals stored credentials; absent: the gateway makes one up and keeps it in `dataDir`. */
  readonly secret?: Secret;
  /** The secret of before, while stored credentials are sealed under it still. */
  readonly previousSecret?: Secret;
  readonly logLevel: LogLevel;
  /** Only enabled ones; never empty while the offline provider is known. */
  readonly channels: readonly ChannelConfig[];
  readonly disabledChannels: readonly { readonly name: string; readonly type: string }[];
  readonly apiKeys: readonly ApiKeyConfig[];
  readonly images: { readonly urlTtlSeconds: number };
  readonly answers: { readonly keepMs: number };
  readonly jobs: { readonly concurrency: number };
  /** Where spans go; absent: nowhere. */
  readonly otlp?: OtlpConfig;
  readonly routing: { readonly strategy: (typeof ROUTING_STRATEGIES)[number] };
}

export interface ApiKeyConfig {
  readonly name: string;
  readonly key: Secret;
  readonly imageShape?: 'content' | 'images' | 'both' | 'markdown';
  readonly debug?: boolean;
}

export interface ConfigInput {
  /** Of this machine; default 1. */
  readonly cores?: number;
  readonly options: ConfigOptions;
  readonly env: Environment;
  readonly cwd: string;
  readonly providers: readonly ProviderFacts[];
}

/**
 * Flags win over `AXONHUB_*` variables, these over the file, that over the defaults. A file that has `channels` lists all
 * of them; without it every provider key in the environment makes a channel. Throws ConfigError with all problems found.
 */
export async function loadConfig(input: ConfigInput): Promise<Config> {
  const { options, env, cwd } = input;
  const path = options.config ?? (env.AXONHUB_CONFIG || undefined);
  const read = path === undefined ? undefined : await readConfigFile(resolve(cwd, path), cwd, env);
  const content: ConfigFile = read?.content ?? {};
  const problems: ConfigProblem[] = [];
  const secrets = givenSecrets(env, content, problems);
  const otlp = otlpConfig(env, problems);
  const config: Config = {
    ...(path !== undefined && { file: resolve(cwd, path) }),
    members: configuredMembers({ options, env, content }),
    server: serverConfig(input, content, problems),
    workers: givenWorkers(env, input.cores ?? 1),
    dataDir: dataDir(input, content, path),
    ...secrets,
    ...storesConfig(env, content, problems),
    logLevel: logLevel(env, content, problems),
    channels: channels(input, read, problems),
    disabledChannels: (content.channels ?? [])
      .filter(({ enabled }) => enabled === false)
      .map(({ name, type }) => ({ name, type })),
    apiKeys: (content.api_keys ?? []).map(({ name, key, image_shape, debug }) => ({
      name,
      key: new Secret(key),
      ...(image_shape && { imageShape: image_shape }),
      ...(debug && { debug }),
    })),
    images: { urlTtlSeconds: content.images?.url_ttl_seconds ?? DEFAULTS.images.url_ttl_seconds },
    jobs: { concurrency: content.jobs?.concurrency ?? DEFAULTS.jobs.concurrency },
    answers: { keepMs: (content.answers?.keep_hours ?? DEFAULTS.answers.keep_hours) * 3_600_000 },
    ...(otlp && { otlp }),
    routing: { strategy: content.routing?.strategy ?? DEFAULTS.routing.strategy },
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function channels(
  { env, providers }: ConfigInput,
  read: ReadConfigFile | undefined,
  problems: ConfigProblem[],
): readonly ChannelConfig[] {
  const listed = read?.content.channels;
  const found =
    read && listed
      ? fileChannels(listed, providers, read.file, problems)
      : environmentChannels(env, providers, problems);
  return found.length > 0 ? found : builtInChannels(providers);
}
