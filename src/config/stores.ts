import type { z } from 'zod';
import { Secret } from '../lib/secret.ts';
import type { ConfigProblem } from './config-error.ts';
import { DEFAULTS } from './defaults.ts';
import type { Environment } from './expand.ts';
import { type ConfigFile, databaseUrl, flag, httpUrl, redisUrl, text } from './file-schema.ts';

/** A bucket for the pictures. */
export interface S3Config {
  readonly bucket: string;
  readonly region: string;
  /** URL of an S3-compatible server; absent: Amazon's own. */
  readonly endpoint?: string;
  readonly forcePathStyle: boolean;
  /** Stands before every name in the bucket. */
  readonly prefix: string;
  /** Absent: wherever AWS tools find theirs. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: Secret };
}

/** Where state is kept that outlives a process; what is absent stands in the data folder or in memory. */
export interface StoresConfig {
  /** PostgreSQL; absent: SQLite in the data folder. */
  readonly databaseUrl?: Secret;
  /** Redis; absent: this gateway is alone. */
  readonly redisUrl?: Secret;
  /** Absent: files in the data folder. */
  readonly s3?: S3Config;
}

/** `AXONHUB_*` variables win over the file, one by one. */
export function storesConfig(env: Environment, file: ConfigFile, problems: ConfigProblem[]): StoresConfig {
  const given = { env, problems };
  const database = checked(given, 'AXONHUB_DATABASE_URL', databaseUrl) ?? file.database_url;
  const redis = checked(given, 'AXONHUB_REDIS_URL', redisUrl) ?? file.redis_url;
  const s3 = s3Config(given, file);
  return {
    // The URLs hold passwords.
    ...(database !== undefined && { databaseUrl: new Secret(database) }),
    ...(redis !== undefined && { redisUrl: new Secret(redis) }),
    ...(s3 && { s3 }),
  };
}

interface Given {
  readonly env: Environment;
  readonly problems: ConfigProblem[];
}

function s3Config(given: Given, { blobs }: ConfigFile): S3Config | undefined {
  const { env } = given;
  const file = blobs?.s3 ?? {};
  const bucket = checked(given, 'AXONHUB_S3_BUCKET', text) ?? file.bucket;
  if (bucket === undefined) {
    const problem = { where: 'AXONHUB_S3_BUCKET', message: 'is missing, or blobs.s3.bucket in the file' };
    if (blobs?.s3 || namesS3(env)) given.problems.push(problem);
    return undefined;
  }
  const endpoint = checked(given, 'AXONHUB_S3_ENDPOINT', httpUrl) ?? file.endpoint;
  const credentials = s3Credentials(given, file);
  return {
    bucket,
    region: env.AXONHUB_S3_REGION || file.region || DEFAULTS.blobs.s3.region,
    ...(endpoint !== undefined && { endpoint }),
    // Servers other than Amazon's seldom have a host name per bucket.
    forcePathStyle:
      checked(given, 'AXONHUB_S3_FORCE_PATH_STYLE', flag) ?? file.force_path_style ?? endpoint !== undefined,
    prefix: env.AXONHUB_S3_PREFIX || (file.prefix ?? DEFAULTS.blobs.s3.prefix),
    ...(credentials && { credentials }),
  };
}

const namesS3 = (env: Environment): boolean =>
  Object.entries(env).some(([name, value]) => name.startsWith('AXONHUB_S3_') && value);

type S3File = NonNullable<NonNullable<ConfigFile['blobs']>['s3']>;

function s3Credentials({ env, problems }: Given, file: Partial<S3File>): S3Config['credentials'] {
  const accessKeyId = env.AXONHUB_S3_ACCESS_KEY_ID || file.access_key_id;
  const secret = env.AXONHUB_S3_SECRET_ACCESS_KEY || file.secret_access_key;
  if (accessKeyId && secret) return { accessKeyId, secretAccessKey: new Secret(secret) };
  if (accessKeyId || secret) {
    const where = secret ? 'AXONHUB_S3_ACCESS_KEY_ID' : 'AXONHUB_S3_SECRET_ACCESS_KEY';
    problems.push({ where, message: 'is missing beside the other half of the S3 credentials' });
  }
  return undefined;
}

/** A variable's value, read as the file's would be. It is not repeated in the problem: it may be a secret. */
function checked<T>({ env, problems }: Given, name: string, schema: z.ZodType<T>): T | undefined {
  const value = env[name] || undefined;
  if (value === undefined) return undefined;
  const { data, error } = schema.safeParse(value);
  for (const { message } of error?.issues ?? []) {
    problems.push({ where: name, message: message.replace(/^Invalid input: /, '') });
  }
  return data;
}
