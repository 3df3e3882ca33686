import { isIP } from 'node:net';
import * as z from 'zod';
import { MEASURES, PERIODS } from '../contract/quota.ts';
import { channelModels, MODEL_KEYS } from './channel-models.ts';

/** An expanded `${VAR}` is a text, whatever it looks like. */
const numeric = (value: unknown) =>
  typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
const truth = (value: unknown) => (value === 'true' ? true : value === 'false' ? false : value);

const integer = (min: number, max: number) => z.preprocess(numeric, z.int().min(min).max(max)).optional();
export const flag = z.preprocess(truth, z.boolean()).optional();
export const text = z.string().trim().min(1, 'must not be empty');
const label = text
  .max(100)
  .refine((value) => !/\p{C}/u.test(value), { error: 'must not hold control characters' });

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
/** How targets of one priority are told apart; docs/routing.md says how. */
export const ROUTING_STRATEGIES = ['adaptive', 'failover', 'weighted'] as const;
export const port = integer(0, 65_535);
export const httpUrl = text.refine((value) => /^https?:$/.test(URL.parse(value)?.protocol ?? ''), {
  error: 'must be an http(s) URL',
});
export const secretText = text.min(16, 'must have at least 16 characters');
export const databaseUrl = text.regex(/^postgres(ql)?:\/\//, 'must begin with postgres://');
export const redisUrl = text.regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://');

const network = text.refine(isNetwork, { error: 'must be an address or a network, as 10.0.0.0/8' });
export const trustedProxies = z.array(network);

function isNetwork(value: string): boolean {
  const [address = '', bits = '0', ...rest] = value.split('/');
  const family = isIP(address);
  return family !== 0 && rest.length === 0 && /^\d+$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32);
}

/** What the reference (docs/configuration.md) says of a member beside its type; the default stands in `defaults.ts`. */
export interface SettingFacts {
  readonly description: string;
  readonly unit?: 'ms' | 'seconds' | 'hours' | 'MiB';
  /** The variable that wins over the file. */
  readonly env?: string;
  /** The flag that wins over both. */
  readonly flag?: string;
  /** What counts where there is no fixed default. */
  readonly absent?: string;
}

const described = <Schema extends z.ZodType>(schema: Schema, facts: SettingFacts): Schema =>
  schema.meta({ ...facts });

const server = z.strictObject({
  port: described(port, {
    description: 'Port to listen on; 0: any free one.',
    ...{ env: 'AXONHUB_PORT', flag: '--port' },
  }),
  host: described(text.optional(), {
    description: 'Address to listen on; `0.0.0.0`: all of IPv4, `::`: all.',
    ...{ env: 'AXONHUB_HOST', flag: '--host' },
  }),
  public_url: described(httpUrl.optional(), {
    description: 'How clients reach the gateway, for links to pictures.',
    env: 'AXONHUB_PUBLIC_URL',
    absent: 'as the client wrote it',
  }),
  body_limit_mb: described(integer(1, 4_096), { description: 'Largest request body.', unit: 'MiB' }),
  in_flight_limit_mb: described(integer(1, 1_048_576), {
    description: 'Bytes of all requests at work at once; over it new ones are answered 503.',
    unit: 'MiB',
  }),
  allow_private_urls: described(flag, {
    description: 'Fetch pictures from addresses of private networks too.',
  }),
  trusted_proxies: described(trustedProxies.optional(), {
    description:
      'Addresses and networks of proxies whose `X-Forwarded-*` headers are believed. The variable holds them separated by commas.',
    env: 'AXONHUB_TRUSTED_PROXIES',
  }),
  cors_origins: described(z.array(text).optional(), {
    description: 'Web pages that may call the API, as `https://chat.example.com`; `*`: all, empty: none.',
  }),
  keep_alive_seconds: described(integer(1, 300), {
    description: 'Longest silence towards a client that waits for an answer.',
    unit: 'seconds',
  }),
  client_timeout_seconds: described(integer(1, 3_600), {
    description: 'How long a client may take to send its headers, and be silent while it sends its body.',
    unit: 'seconds',
  }),
  shutdown_grace_seconds: described(integer(0, 3_600), {
    description: 'How long running requests may go on when the gateway is stopped.',
    unit: 'seconds',
  }),
});

const limits = z.strictObject({
  requests_per_minute: described(integer(1, 1_000_000_000), {
    description: 'Requests that begin within a minute, over all nodes together.',
  }),
  tokens_per_minute: described(integer(1, 1_000_000_000), {
    description: 'Tokens within a minute, over all nodes together.',
  }),
  images_per_minute: described(integer(1, 1_000_000_000), {
    description: 'Pictures within a minute, over all nodes together.',
  }),
  concurrency: described(integer(1, 1_000_000_000), {
    description: 'Requests under way at once, over all nodes together.',
  }),
});

const budget = z
  .strictObject({
    measure: described(z.enum(MEASURES), { description: 'What is counted.' }),
    per: described(z.enum(PERIODS), { description: 'When counting begins anew.' }),
    limit: described(z.preprocess(numeric, z.number().min(0)), {
      description: 'How much of it: US dollars for `cost`, whole numbers for everything else.',
    }),
  })
  .refine(({ measure, limit }) => measure === 'cost' || Number.isInteger(limit), {
    error: 'must be a whole number',
    path: ['limit'],
  });

const channel = z.strictObject({
  name: described(label, { description: 'What logs, reports and the console call it. Unique.' }),
  type: described(text, { description: 'The kind of upstream: a type of docs/providers.md.' }),
  base_url: described(text.optional(), {
    description: 'Where its API is; a missing version suffix is added.',
    absent: 'the provider’s own',
  }),
  api_key: described(text.optional(), { description: 'The upstream’s key.' }),
  api_key_file: described(text.optional(), {
    description: 'A file that holds the key, as seen from the configuration file. Not beside `api_key`.',
  }),
  /** The provider's own schema reads them. */
  settings: described(z.record(z.string(), z.unknown()).nullish(), {
    description: 'What only the channel’s provider understands: see below.',
  }),
  models: described(channelModels.optional(), {
    description:
      'What it serves: a list of names, `{name: upstream-name}` or `{name, upstream, like}`, where `like` names a known model of the same abilities.',
    absent: 'the catalogue of its provider',
  }),
  priority: described(integer(0, 1_000_000), { description: 'Lower is tried first.' }),
  weight: described(integer(1, 1_000_000), { description: 'Share among channels of the same priority.' }),
  timeout_ms: described(integer(1, 3_600_000), {
    description:
      'Until an answer begins, and its longest silence; the whole of it may take twelve times as long.',
    unit: 'ms',
  }),
  limits: limits.nullish(),
  /** What may be used of it in each period. */
  budgets: z.array(budget).nullish(),
  enabled: described(flag, { description: 'Off: checked, but never called.' }),
});

const apiKey = z.strictObject({
  name: described(label, { description: 'What logs and reports call its holder. Unique.' }),
  key: described(text.min(8, 'must have at least 8 characters').regex(/^\S+$/, 'must not hold spaces'), {
    description: 'What the client sends: at least 8 characters without spaces.',
  }),
  image_shape: described(z.enum(['content', 'images', 'both', 'markdown']).optional(), {
    description: 'Where pictures stand in chat answers (docs/image-generation.md).',
    absent: 'by the client’s program',
  }),
  debug: described(flag, {
    description: '`AH-Debug: true` is answered with the channels that were asked, and why (docs/routing.md).',
  }),
});

const images = z.strictObject({
  url_ttl_seconds: described(integer(1, 31_536_000), {
    description: 'How long links to pictures work.',
    unit: 'seconds',
  }),
});

const answers = z.strictObject({
  keep_hours: described(integer(1, 720), {
    description: 'How long answers can be asked for again.',
    unit: 'hours',
  }),
});

const jobs = z.strictObject({
  concurrency: described(integer(1, 10_000), { description: 'Jobs at work at once in one process.' }),
});

const routing = z.strictObject({
  strategy: described(z.enum(ROUTING_STRATEGIES).optional(), {
    description: 'How targets of one priority are told apart (docs/routing.md).',
  }),
});

const s3 = z.strictObject({
  bucket: described(text.optional(), {
    description: 'The bucket; required as soon as anything else of S3 is set.',
    env: 'AXONHUB_S3_BUCKET',
  }),
  region: described(text.optional(), { description: 'The bucket’s region.', env: 'AXONHUB_S3_REGION' }),
  endpoint: described(httpUrl.optional(), {
    description: 'URL of an S3-compatible server.',
    env: 'AXONHUB_S3_ENDPOINT',
    absent: 'Amazon’s own',
  }),
  access_key_id: described(text.optional(), {
    description: 'Who signs; together with the secret key.',
    env: 'AXONHUB_S3_ACCESS_KEY_ID',
    absent: 'wherever AWS tools find theirs',
  }),
  secret_access_key: described(text.optional(), {
    description: 'What it signs with.',
    env: 'AXONHUB_S3_SECRET_ACCESS_KEY',
    absent: 'wherever AWS tools find theirs',
  }),
  force_path_style: described(flag, {
    description: 'The bucket stands in the path, not in the host name.',
    env: 'AXONHUB_S3_FORCE_PATH_STYLE',
    absent: 'true where there is an endpoint',
  }),
  prefix: described(text.optional(), {
    description: 'Stands before every name in the bucket, as `axonhub/`.',
    env: 'AXONHUB_S3_PREFIX',
  }),
});

const blobs = z.strictObject({ s3: s3.nullish() });

/** The configuration file, as it is written. */
export const fileSchema = z.strictObject({
  server: server.nullish(),
  data_dir: described(text.optional(), {
    description:
      'Folder for the database, the pictures and what is under way. In the file as seen from the file, else from where the gateway is started.',
    ...{ env: 'AXONHUB_DATA_DIR', flag: '--data-dir' },
  }),
  secret: described(secretText.optional(), {
    description: 'Signs links and seals stored credentials: at least 16 characters, the same on all nodes.',
    env: 'AXONHUB_SECRET',
    absent: 'made once, kept in the data folder',
  }),
  database_url: described(databaseUrl.optional(), {
    description: 'PostgreSQL, as `postgres://user:password@host:5432/axonhub`.',
    env: 'AXONHUB_DATABASE_URL',
    absent: 'SQLite in the data folder',
  }),
  redis_url: described(redisUrl.optional(), {
    description: 'Redis, for what several gateways share, as `redis://…`, with TLS `rediss://…`.',
    env: 'AXONHUB_REDIS_URL',
    absent: 'this gateway is alone',
  }),
  /** Where pictures are kept; absent: files in the data folder. */
  blobs: blobs.nullish(),
  log_level: described(z.enum(LOG_LEVELS).optional(), {
    description: 'What the gateway writes to standard error, as lines of JSON.',
    env: 'AXONHUB_LOG_LEVEL',
  }),
  channels: z.array(channel).nullish(),
  api_keys: z.array(apiKey).nullish(),
  images: images.nullish(),
  answers: answers.nullish(),
  jobs: jobs.nullish(),
  routing: routing.nullish(),
});

export type ConfigFile = z.output<typeof fileSchema>;
export type FileChannel = z.output<typeof channel>;

/** The keys allowed at a path whose list positions are written `*`, for suggestions. */
export function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  const place = path.map((segment) => (typeof segment === 'number' ? '*' : String(segment))).join('.');
  return KNOWN_KEYS[place] ?? [];
}

const KNOWN_KEYS: { readonly [place: string]: readonly string[] } = {
  '': Object.keys(fileSchema.shape),
  server: Object.keys(server.shape),
  'channels.*': Object.keys(channel.shape),
  'channels.*.models.*': MODEL_KEYS,
  'channels.*.limits': Object.keys(limits.shape),
  'channels.*.budgets.*': Object.keys(budget.shape),
  'api_keys.*': Object.keys(apiKey.shape),
  images: Object.keys(images.shape),
  answers: Object.keys(answers.shape),
  jobs: Object.keys(jobs.shape),
  blobs: Object.keys(blobs.shape),
  'blobs.s3': Object.keys(s3.shape),
  routing: Object.keys(routing.shape),
};
