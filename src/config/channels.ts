import { CHANNEL_DEFAULTS } from '../contract/channel-defaults.ts';
import type { ChannelLimits } from '../contract/channel-limits.ts';
import type { SettingsSchema } from '../contract/provider.ts';
import type { Quota } from '../contract/quota.ts';
import { resolveBaseUrl } from '../lib/base-url.ts';
import { closest } from '../lib/closest.ts';
import { Secret } from '../lib/secret.ts';
import type { ChannelModel } from './channel-models.ts';
import { readSettings } from './channel-settings.ts';
import type { ConfigProblem } from './config-error.ts';
import type { Environment } from './expand.ts';
import type { FileChannel } from './file-schema.ts';
import type { Path, YamlFile } from './yaml-file.ts';

/** What the configuration has to know about a provider. */
export interface ProviderFacts {
  readonly id: string;
  /** Default base URL, version suffix included; with `{names}` in it where a channel must give its own. */
  readonly baseUrl: string;
  /** The base URL that follows from settings. */
  baseUrlFor?(settings: unknown): string | undefined;
  readonly settings?: SettingsSchema;
  /** Environment variable that holds its key, as `ACME_API_KEY`; none: it needs no key. */
  readonly envKey?: string;
  /** A key is needed even where a channel names its own base URL. */
  readonly needsKey?: boolean;
}

/** A configured upstream account. */
export interface ChannelConfig {
  readonly name: string;
  /** Id of its provider. */
  readonly type: string;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly apiKey?: Secret;
  /** As the provider's schema read them. */
  readonly settings?: unknown;
  /** Absent: the provider's own catalogue. */
  readonly models?: readonly ChannelModel[];
  /** Lower is tried first. */
  readonly priority: number;
  /** Share among channels of the same priority. */
  readonly weight: number;
  readonly timeoutMs: number;
  readonly limits?: ChannelLimits;
  readonly budgets?: readonly Quota[];
  /** `built-in`: the offline provider that stands in until there is a real channel. */
  readonly origin: 'file' | 'environment' | 'built-in';
}

const BUILT_IN = 'demo';

/** The enabled channels of a file. Problems go to `problems`, the channels concerned are left out. */
export function fileChannels(
  listed: readonly FileChannel[],
  providers: readonly ProviderFacts[],
  file: YamlFile,
  problems: ConfigProblem[],
): ChannelConfig[] {
  return listed.flatMap((channel, index) => {
    const reject = (key: string, message: string) => {
      const path: Path = ['channels', index, key];
      problems.push({ where: file.whereValue(path), message: `channels[${index}].${key}: ${message}` });
      return [];
    };
    const provider = providers.find(({ id }) => id === channel.type);
    if (!provider) return reject('type', unknownType(channel.type, providers));
    if (channel.api_key === undefined && needsKey(provider, channel)) {
      return reject('api_key', `is required for the type "${channel.type}"`);
    }
    const read = readSettings(provider.settings, channel.settings, {
      file,
      path: ['channels', index, 'settings'],
    });
    if ('problems' in read) {
      problems.push(...read.problems);
      return [];
    }
    try {
      const resolved = resolveChannel(channel, provider, read.settings);
      return channel.enabled === false ? [] : [resolved];
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return reject('base_url', error.message);
    }
  });
}

const needsKey = (provider: ProviderFacts, { base_url }: FileChannel): boolean =>
  provider.needsKey ?? (provider.envKey !== undefined && base_url === undefined);

function resolveChannel(channel: FileChannel, provider: ProviderFacts, settings: unknown): ChannelConfig {
  const { name, type, base_url, api_key, models, priority, weight, timeout_ms, limits, budgets } = channel;
  return {
    name,
    type,
    baseUrl: resolveBaseUrl(base_url, provider.baseUrlFor?.(settings) ?? provider.baseUrl),
    ...(api_key !== undefined && { apiKey: new Secret(api_key) }),
    ...(settings !== undefined && { settings }),
    ...(models && { models }),
    priority: priority ?? CHANNEL_DEFAULTS.priority,
    weight: weight ?? CHANNEL_DEFAULTS.weight,
    timeoutMs: timeout_ms ?? CHANNEL_DEFAULTS.timeoutMs,
    ...(limits && { limits: limitsOf(limits) }),
    ...(budgets?.length && { budgets }),
    origin: 'file',
  };
}

function limitsOf({
  requests_per_minute: requestsPerMinute,
  tokens_per_minute: tokensPerMinute,
  images_per_minute: imagesPerMinute,
  concurrency,
}: NonNullable<FileChannel['limits']>): ChannelLimits {
  return {
    ...(requestsPerMinute !== undefined && { requestsPerMinute }),
    ...(tokensPerMinute !== undefined && { tokensPerMinute }),
    ...(imagesPerMinute !== undefined && { imagesPerMinute }),
    ...(concurrency !== undefined && { concurrency }),
  };
}

function unknownType(type: string, providers: readonly ProviderFacts[]): string {
  const ids = providers.map(({ id }) => id);
  const hint = closest(type, ids);
  return `unknown type "${type}", ${hint ? `did you mean "${hint}"?` : `expected one of ${ids.join(', ')}`}`;
}

/** `ACME_BASE_URL` for `ACME_API_KEY`. */
export const baseUrlVariable = (envKey: string): string =>
  envKey.replace(/(_API)?_(KEY|TOKEN)$/, '_BASE_URL');

/** One channel per provider whose key variable is set; `ACME_BASE_URL` beside `ACME_API_KEY` moves it elsewhere. */
export function environmentChannels(
  env: Environment,
  providers: readonly ProviderFacts[],
  problems: ConfigProblem[],
): ChannelConfig[] {
  return providers.flatMap((provider) => {
    const key = provider.envKey && env[provider.envKey]?.trim();
    if (!provider.envKey || !key) return [];
    const urlVariable = baseUrlVariable(provider.envKey);
    const read = provider.settings?.safeParse({});
    if (read?.success === false) return [];
    const settings = read?.data;
    try {
      const standard = provider.baseUrlFor?.(settings) ?? provider.baseUrl;
      const baseUrl = resolveBaseUrl(env[urlVariable] || undefined, standard);
      const { id } = provider;
      const channel = { name: id, type: id, baseUrl, apiKey: new Secret(key), ...CHANNEL_DEFAULTS };
      return [{ ...channel, ...(settings !== undefined && { settings }), origin: 'environment' }];
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      problems.push({ where: urlVariable, message: error.message });
      return [];
    }
  });
}

/** The channel that answers without any network until a real one is configured. */
export function builtInChannels(providers: readonly ProviderFacts[]): ChannelConfig[] {
  return providers
    .filter(({ id }) => id === BUILT_IN)
    .map(({ id, baseUrl }) => ({ name: id, type: id, baseUrl, ...CHANNEL_DEFAULTS, origin: 'built-in' }));
}
