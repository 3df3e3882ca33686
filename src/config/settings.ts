import { dirname, resolve } from 'node:path';
import { Secret } from '../lib/secret.ts';
import type { ConfigProblem } from './config-error.ts';
import { DEFAULTS } from './defaults.ts';
import type { Environment } from './expand.ts';
import { type ConfigFile, httpUrl, LOG_LEVELS, port, secretText, trustedProxies } from './file-schema.ts';

/** What was given on the command line. */
export interface ConfigOptions {
  readonly config?: string;
  readonly port?: string;
  readonly host?: string;
  readonly dataDir?: string;
}

export interface ServerConfig {
  /** 0: any free one. */
  readonly port: number;
  readonly host: string;
  /** How clients reach the gateway, without a trailing slash. */
  readonly publicUrl?: string;
  readonly bodyLimitBytes: number;
  /** Bytes of all requests at work at once. */
  readonly inFlightLimitBytes: number;
  /** Fetch pictures from private networks too. */
  readonly allowPrivateUrls: boolean;
  /** Addresses and networks of proxies whose `X-Forwarded-For`, `-Proto` and `-Host` are believed. */
  readonly trustedProxies: readonly string[];
  /** Web pages that may call the API; `*`: all. */
  readonly corsOrigins: readonly string[];
  /** Longest silence towards a client that waits for an answer. */
  readonly keepAliveMs: number;
  /** How long a client may take to send its headers, and be silent while it sends its body. */
  readonly clientTimeoutMs: number;
  /** How long running requests may go on when the gateway is stopped. */
  readonly shutdownGraceMs: number;
}

export type LogLevel = (typeof LOG_LEVELS)[number];

interface Given {
  readonly options: ConfigOptions;
  readonly env: Environment;
  readonly cwd: string;
}

const MIB = 1_048_576;

export function serverConfig(
  { options, env }: Given,
  file: ConfigFile,
  problems: ConfigProblem[],
): ServerConfig {
  const { server } = file;
  const standard = DEFAULTS.server;
  const publicUrl = givenPublicUrl(env, problems) ?? server?.public_url;
  return {
    port: givenPort(options, env, problems) ?? server?.port ?? standard.port,
    host: options.host ?? (env.AXONHUB_HOST || server?.host || standard.host),
    ...(publicUrl && { publicUrl: publicUrl.replace(/\/+$/, '') }),
    bodyLimitBytes: (server?.body_limit_mb ?? standard.body_limit_mb) * MIB,
    inFlightLimitBytes: (server?.in_flight_limit_mb ?? standard.in_flight_limit_mb) * MIB,
    allowPrivateUrls: server?.allow_private_urls ?? standard.allow_private_urls,
    trustedProxies: givenProxies(env, problems) ?? server?.trusted_proxies ?? standard.trusted_proxies,
    corsOrigins: server?.cors_origins ?? standard.cors_origins,
    keepAliveMs: (server?.keep_alive_seconds ?? standard.keep_alive_seconds) * 1_000,
    clientTimeoutMs: (server?.client_timeout_seconds ?? standard.client_timeout_seconds) * 1_000,
    shutdownGraceMs: (server?.shutdown_grace_seconds ?? standard.shutdown_grace_seconds) * 1_000,
  };
}

/** As `10.0.0.0/8, 192.0.2.7`. */
function givenProxies(env: Environment, problems: ConfigProblem[]): string[] | undefined {
  const text = env.AXONHUB_TRUSTED_PROXIES;
  if (!text) return undefined;
  const parsed = trustedProxies.safeParse(text.split(',').map((each) => each.trim()));
  if (parsed.success) return parsed.data;
  problems.push({ where: 'AXONHUB_TRUSTED_PROXIES', message: parsed.error.issues[0]?.message ?? 'is wrong' });
  return undefined;
}

function givenPublicUrl(env: Environment, problems: ConfigProblem[]): string | undefined {
  const text = env.AXONHUB_PUBLIC_URL || undefined;
  const parsed = httpUrl.optional().safeParse(text);
  if (!parsed.success) problems.push({ where: 'AXONHUB_PUBLIC_URL', message: 'must be an http(s) URL' });
  return text;
}

function givenPort(options: ConfigOptions, env: Environment, problems: ConfigProblem[]): number | undefined {
  const text = options.port ?? (env.AXONHUB_PORT || undefined);
  const parsed = port.safeParse(text);
  if (parsed.success) return parsed.data;
  const where = options.port === undefined ? 'AXONHUB_PORT' : '--port';
  problems.push({ where, message: 'must be a number from 0 to 65535' });
  return undefined;
}

/** A relative folder in the file is meant from the file's place, everywhere else from the working directory. */
export function dataDir({ options, env, cwd }: Given, file: ConfigFile, path: string | undefined): string {
  const given = options.dataDir ?? (env.AXONHUB_DATA_DIR || undefined);
  if (given === undefined && file.data_dir && path) return resolve(cwd, dirname(path), file.data_dir);
  return resolve(cwd, given ?? DEFAULTS.data_dir);
}

export function logLevel(env: Environment, file: ConfigFile, problems: ConfigProblem[]): LogLevel {
  const given = env.AXONHUB_LOG_LEVEL;
  if (!given) return file.log_level ?? DEFAULTS.log_level;
  const level = LOG_LEVELS.find((name) => name === given.toLowerCase());
  const message = `must be one of ${LOG_LEVELS.join(', ')}`;
  if (!level) problems.push({ where: 'AXONHUB_LOG_LEVEL', message });
  return level ?? DEFAULTS.log_level;
}

/** What signs and seals. `AXONHUB_PREVIOUS_SECRET` opens what was sealed under it, until `rotate-secret` has sealed it anew. */
export function givenSecrets(
  env: Environment,
  file: ConfigFile,
  problems: ConfigProblem[],
): { readonly secret?: Secret; readonly previousSecret?: Secret } {
  const secret = checkedSecret('AXONHUB_SECRET', env.AXONHUB_SECRET || file.secret, problems);
  const previousSecret = checkedSecret('AXONHUB_PREVIOUS_SECRET', env.AXONHUB_PREVIOUS_SECRET, problems);
  if (previousSecret && !secret) {
    problems.push({ where: 'AXONHUB_PREVIOUS_SECRET', message: 'is of no use without AXONHUB_SECRET' });
  }
  return { ...(secret && { secret }), ...(previousSecret && { previousSecret }) };
}

function checkedSecret(
  where: string,
  text: string | undefined,
  problems: ConfigProblem[],
): Secret | undefined {
  if (!text) return undefined;
  for (const { message } of secretText.safeParse(text).error?.issues ?? []) problems.push({ where, message });
  return new Secret(text);
}
