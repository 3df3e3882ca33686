import { isIP } from 'node:net';
import { z } from 'zod';
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

const server = z.strictObject({
  port,
  host: text.optional(),
  /** How clients reach the gateway, for links to pictures. */
  public_url: httpUrl.optional(),
  /** Largest request body, in MiB. */
  body_limit_mb: integer(1, 4_096),
  /** Bytes of all requests at work at once, in MiB; over it new ones are answered 503. */
  in_flight_limit_mb: integer(1, 1_048_576),
  /** Fetch pictures from addresses of private networks too. */
  allow_private_urls: flag,
  /** Addresses and networks of proxies whose `X-Forwarded-*` headers are believed. */
  trusted_proxies: trustedProxies.optional(),
  /** Web pages that may call the API, as `https://chat.example.com`; `*`: all, empty: none. */
  cors_origins: z.array(text).optional(),
  /** Longest silence towards a client that waits for an answer. */
  keep_alive_seconds: integer(1, 300),
  /** How long a client may take to send its headers, and be silent while it sends its body. */
  client_timeout_seconds: integer(1, 3_600),
  /** How long running requests may go on when the gateway is stopped. */
  shutdown_grace_seconds: integer(0, 3_600),
});

/** What the upstream account lets through, over all nodes together. */
const limits = z.strictObject({
  requests_per_minute: integer(1, 1_000_000_000),
  tokens_per_minute: integer(1, 1_000_000_000),
  images_per_minute: integer(1, 1_000_000_000),
  concurrency: integer(1, 1_000_000_000),
});

const budget = z
  .strictObject({
    measure: z.enum(MEASURES),
    per: z.enum(PERIODS),
    /** US dollars for `cost`, whole numbers for everything else. */
    limit: z.preprocess(numeric, z.number().min(0)),
  })
  .refine(({ measure, limit }) => measure === 'cost' || Number.isInteger(limit), {
    error: 'must be a whole number',
    path: ['limit'],
  });

const channel = z.strictObject({
  name: label,
  type: text,
  base_url: text.optional(),
  api_key: text.optional(),
  /** A file that holds the key, as seen from the configuration file. */
  api_key_file: text.optional(),
  /** What only the channel's provider understands; its own schema reads them. */
  settings: z.record(z.string(), z.unknown()).nullish(),
  models: channelModels.optional(),
  /** Lower is tried first. */
  priority: integer(0, 1_000_000),
  /** Share among channels of the same priority. */
  weight: integer(1, 1_000_000),
  timeout_ms: integer(1, 3_600_000),
  limits: limits.nullish(),
  /** What may be used of it in each period. */
  budgets: z.array(budget).nullish(),
  enabled: flag,
});

const apiKey = z.strictObject({
  name: label,
  key: text.min(8, 'must have at least 8 characters').regex(/^\S+$/, 'must not hold spaces'),
  image_shape: z.enum(['content', 'images', 'both', 'markdown']).optional(),
});

const images = z.strictObject({
  /** How long links to pictures work. */
  url_ttl_seconds: integer(1, 31_536_000),
});

const answers = z.strictObject({
  /** How long answers can be asked for again. */
  keep_hours: integer(1, 720),
});

const jobs = z.strictObject({
  /** Jobs at work at once in one process. */
  concurrency: integer(1, 10_000),
});

const routing = z.strictObject({
  strategy: z.enum(ROUTING_STRATEGIES).optional(),
});

const s3 = z.strictObject({
  bucket: text.optional(),
  /** Default us-east-1. */
  region: text.optional(),
  /** Of an S3-compatible server; absent: Amazon's own. */
  endpoint: httpUrl.optional(),
  /** Absent, both of them: wherever AWS tools find theirs. */
  access_key_id: text.optional(),
  secret_access_key: text.optional(),
  /** The bucket stands in the path, not in the host name; default: yes where there is an endpoint. */
  force_path_style: flag,
  /** Stands before every name in the bucket, as `axonhub/`. */
  prefix: text.optional(),
});

const blobs = z.strictObject({ s3: s3.nullish() });

/** The configuration file, as it is written. */
export const fileSchema = z.strictObject({
  server: server.nullish(),
  data_dir: text.optional(),
  /** Signs links and seals stored credentials; made up and kept in the data folder where absent. */
  secret: secretText.optional(),
  /** PostgreSQL, as `postgres://…`; absent: SQLite in the data folder. */
  database_url: databaseUrl.optional(),
  /** Redis, for what several gateways share, as `redis://…`; absent: this one is alone. */
  redis_url: redisUrl.optional(),
  /** Where pictures are kept; absent: files in the data folder. */
  blobs: blobs.nullish(),
  log_level: z.enum(LOG_LEVELS).optional(),
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
