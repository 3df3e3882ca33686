import { join } from 'node:path';
import type { Logger } from 'pino';
import { createSealer, type Sealer } from '../accounts/sealer.ts';
import { setupCode } from '../accounts/setup-code.ts';
import { openSettings, type Settings } from '../admin/operations/settings-store.ts';
import type { Config } from '../config.ts';
import { type WebhookSecrets, webhookSecrets } from '../jobs/webhook-secret.ts';
import { NEVER, type Recurring, recurring } from '../lib/recurring.ts';
import { createLinks, type Links } from '../media/links.ts';
import { createFsBlobs } from '../storage/fs/blobs.ts';
import { createMemoryShared } from '../storage/memory/shared-state.ts';
import { ParkedBlobs } from '../storage/parked-blobs.ts';
import type { Blobs, Records, RecordsMaintenance, Shared } from '../storage/ports.ts';
import { createSqliteRecords } from '../storage/sqlite/records.ts';
import { installationSecrets } from './installation-secret.ts';
import { StoreError } from './store-error.ts';

/** Everything that outlives the process or is seen by other nodes. */
export interface Stores {
  readonly blobs: Blobs;
  /** Where `blobs` belong, by itself: a bucket that is away fails here. */
  readonly blobStore: Blobs;
  readonly records: Records;
  readonly shared: Shared;
  readonly links: Links;
  /** For secrets that rows hold. */
  readonly sealer: Sealer;
  readonly settings: Settings;
  readonly webhookSecrets: WebhookSecrets;
  /** Lets somebody on another machine become the owner. */
  readonly setupCode: string;
  close(): Promise<void>;
}

/**
 * Opens the stores that the configuration names.
 * @param team what the workers of this gateway share; without Redis that is all there is to share with
 * @throws StoreError
 */
export async function openStores(config: Config, logger: Logger, team?: Shared): Promise<Stores> {
  if (config.redisUrl && !config.secret) {
    logger.warn(
      'several nodes need one AXONHUB_SECRET: without it, none serves the links of another or opens what another has sealed',
    );
  }
  const blobStore = await openBlobs(config);
  const { blobs, bringing } = await served(config, blobStore, logger);
  const secrets = await installationSecrets(config);
  const links = createLinks(secrets.current);
  const sealer = createSealer(secrets.current, secrets.others);
  const records = await openRecords(config, (error) =>
    logger.warn({ err: error }, 'a database connection broke'),
  );
  const shared = await openShared(config, logger, team).catch(async (error: unknown) => {
    await records.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    await Promise.all([records.close(), shared.close(), bringing.stop()]);
  };
  const settings = await openSettings({
    ...{ records: records.settings, shared, sealer },
    onTrouble: (error, what) => logger.warn({ err: error }, what),
  }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return {
    ...{ blobs, blobStore, records, shared, links, sealer, settings, close },
    setupCode: setupCode(secrets.current),
    webhookSecrets: webhookSecrets(secrets.current, secrets.others()),
  };
}

const BRING_EVERY_MS = 5_000;

/** Pictures that the bucket cannot take wait here and are taken to it. */
async function served(
  config: Config,
  store: Blobs,
  logger: Pick<Logger, 'warn' | 'info' | 'debug'>,
): Promise<{ readonly blobs: Blobs; readonly bringing: Recurring }> {
  const blobs = await parkedBlobs(config, store, (error) =>
    logger.warn({ err: error }, 'the bucket cannot be used: pictures stay on this disk until it can'),
  );
  if (!blobs) return { blobs: store, bringing: NEVER };
  const bring = async (): Promise<void> => {
    const brought = await blobs.bring();
    if (brought > 0)
      logger.info({ pictures: brought }, 'pictures that had waited here are in the bucket now');
  };
  const bringing = recurring(bring, BRING_EVERY_MS, (error) =>
    logger.debug({ err: error }, 'the bucket still cannot be used'),
  );
  bringing.hurry();
  return { blobs, bringing };
}

/** With those that wait for the bucket, in the folder `parked` of the data folder. Undefined where pictures are files anyway. */
export async function parkedBlobs(
  { dataDir, s3 }: Config,
  store: Blobs,
  onAway: (error: unknown) => void,
): Promise<ParkedBlobs | undefined> {
  if (!s3) return undefined;
  return new ParkedBlobs({
    store,
    park: await createFsBlobs({ directory: join(dataDir, 'parked') }),
    onAway,
  });
}

/** Four uploads of 3 MB, or as many pictures of 2 MiB as are drawn at once in most places. More go by the disk, as large ones do. */
const HELD_BYTES = 16 * 1024 * 1024;

/** Where pictures belong. @throws StoreError */
export async function openBlobs({ dataDir: directory, s3 }: Config): Promise<Blobs> {
  if (!s3) return createFsBlobs({ directory, heldBytes: HELD_BYTES });
  // Loaded here, for few need it and it is the largest package of all.
  const { createS3Blobs } = await import('../storage/s3/blobs.ts');
  const { credentials, ...rest } = s3;
  const options = {
    ...rest,
    directory,
    heldBytes: HELD_BYTES,
    ...(credentials && {
      credentials: { ...credentials, secretAccessKey: credentials.secretAccessKey.reveal() },
    }),
  };
  return usable(`The S3 bucket "${s3.bucket}"`, createS3Blobs(options));
}

/** @throws StoreError */
export async function openRecords(
  { dataDir, databaseUrl }: Config,
  onTrouble: (error: Error) => void,
): Promise<Records> {
  if (!databaseUrl) return usable('SQLite', createSqliteRecords({ file: join(dataDir, 'axonhub.db') }));
  const { createPostgresRecords } = await import('../storage/postgres/records.ts');
  return usable('PostgreSQL', createPostgresRecords({ url: databaseUrl.reveal(), onTrouble }));
}

/** The database as a whole, as operators see it; nothing is migrated. @throws StoreError */
export async function openMaintenance({ dataDir, databaseUrl }: Config): Promise<RecordsMaintenance> {
  if (!databaseUrl) {
    const { maintainSqlite } = await import('../storage/maintenance/sqlite.ts');
    return usable('SQLite', maintainSqlite({ file: join(dataDir, 'axonhub.db') }));
  }
  const { maintainPostgres } = await import('../storage/maintenance/postgres.ts');
  return usable('PostgreSQL', maintainPostgres({ url: databaseUrl.reveal() }));
}

/** @throws StoreError */
export async function openShared(
  { redisUrl }: Config,
  logger: Pick<Logger, 'warn'>,
  team?: Shared,
): Promise<Shared> {
  if (!redisUrl) return team ?? createMemoryShared();
  const { createRedisShared } = await import('../storage/redis/shared-state.ts');
  const onTrouble = (error: Error): void => logger.warn({ err: error }, 'a connection to Redis broke');
  return usable('Redis', createRedisShared({ url: redisUrl.reveal(), onTrouble }));
}

async function usable<Store>(name: string, store: Promise<Store>): Promise<Store> {
  try {
    return await store;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError(`${name} cannot be used: ${reason}`, { cause: error });
  }
}
