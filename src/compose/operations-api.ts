import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { LockedSecret } from '../accounts/locked-secret.ts';
import { backupHandlers } from '../admin/operations/backups.ts';
import { configurationHandlers } from '../admin/operations/configuration.ts';
import { logoHandlers } from '../admin/operations/logo.ts';
import { storageHandlers } from '../admin/operations/storage.ts';
import type { Handler } from '../admin/serving/handler.ts';
import type { Config } from '../config.ts';
import { BytesPayload } from '../contract/payload.ts';
import { DAY_MS } from '../lib/durations.ts';
import { createEditor, type Editor } from '../media/edit.ts';
import { fitted } from '../media/thumbnails.ts';
import type { Age, Amount, Blobs } from '../storage/ports.ts';
import { agesOf, type Days } from '../telemetry/retention.ts';
import { probeBlobs, probeShared } from './probe-stores.ts';
import type { Stores } from './stores.ts';

interface OperationsApi {
  readonly handlers: readonly Handler[];
  close(): Promise<void>;
}

/** The part of the admin API that is about the installation itself: what it was configured with, where it keeps things, backups, its logo. */
export function operationsApi(config: Config, stores: Stores, version: string): OperationsApi {
  const { records, shared, blobs, blobStore } = stores;
  // One of its own, idle until somebody changes the logo.
  const editor = createEditor({ threads: 1 });
  return {
    handlers: [
      ...configurationHandlers({ file: config.file ?? null, items: config.members }),
      ...logoHandlers({
        records: records.settings,
        shrink: (bytes) => shrink(editor, blobs, bytes),
        now: Date.now,
      }),
      ...storageHandlers({
        describe: () => describeStorage(config, stores),
        checks: {
          database: async () => void (await records.settings.all()),
          blobs: () => probeBlobs(blobStore),
          shared: () => probeShared(shared),
        },
      }),
      ...backupHandlers({
        shared,
        lock: async (passphrase) => {
          const { lockInstallationSecret } = await import('../commands/backup.ts');
          return lockInstallationSecret(config, passphrase);
        },
        make: async ({ pictures, lockedSecret }) => {
          const { backupStream } = await import('../commands/backup.ts');
          return backupStream(config, {
            locked: (lockedSecret as LockedSecret | null) ?? undefined,
            withoutPictures: !pictures,
            gatewayVersion: version,
          });
        },
        now: Date.now,
      }),
    ],
    close: () => editor.close(),
  };
}

/** Longer side in pixels. */
const LOGO_SIDE = 256;
const LOGO_QUALITY = 90;

async function shrink(editor: Editor, blobs: Blobs, bytes: Uint8Array) {
  const source = new BytesPayload(bytes);
  const spool = blobs.spool();
  try {
    const { width, height } = await editor.inspect(source);
    const size = fitted({ width, height }, LOGO_SIDE);
    const encode = { do: 'encode', format: 'webp', quality: LOGO_QUALITY } as const;
    const { payload } = await editor.apply(source, [{ do: 'resize', size }, encode], spool);
    return { bytes: Buffer.concat(await Array.fromAsync(payload.read())), ...size };
  } finally {
    await spool.dispose();
  }
}

/** Of what is about to be deleted, as much is counted. */
const MOST_COUNTED = 10_000;

async function describeStorage(config: Config, { records, settings }: Stores) {
  const { amounts } = records;
  const projects = await records.projects.list();
  const ages = (name: keyof Days) =>
    agesOf(name, { projects, days: settings.get('requests'), now: Date.now() + DAY_MS });
  const ending = {
    images: await together(ages('keepImageDays'), (age) => amounts.old('images', age, MOST_COUNTED)),
    bodies: await together(ages('keepBodyDays'), (age) => amounts.old('bodies', age, MOST_COUNTED)),
  };
  return {
    ...placesOf(config),
    database: { ...placesOf(config).database, bytes: await amounts.databaseBytes() },
    blobs: { ...placesOf(config).blobs, freeBytes: config.s3 ? null : await freeBytes(config.dataDir) },
    images: await amounts.images(),
    bodies: await amounts.bodies(),
    requests: await amounts.requests(),
    waiting: await amounts.waitingBlobs(),
    ending,
    endingIsMore: Object.values(ending).some(({ count }) => count >= MOST_COUNTED),
  };
}

async function together(ages: readonly Age[], count: (age: Age) => Promise<Amount>): Promise<Amount> {
  const sum = { count: 0, bytes: 0 };
  for (const age of ages) {
    const found = await count(age);
    sum.count += found.count;
    sum.bytes += found.bytes;
  }
  return sum;
}

/** URLs hold passwords: only where they lead is told. */
function placesOf({ dataDir, databaseUrl, redisUrl, s3 }: Config) {
  const database = databaseUrl && URL.parse(databaseUrl.reveal());
  const redis = redisUrl && URL.parse(redisUrl.reveal());
  return {
    database: databaseUrl
      ? { kind: 'postgres' as const, place: `${database?.host ?? ''}${database?.pathname ?? ''}` }
      : { kind: 'sqlite' as const, place: join(dataDir, 'axonhub.db') },
    blobs: s3
      ? { kind: 's3' as const, place: `${s3.endpoint ?? s3.region}/${s3.bucket}/${s3.prefix}` }
      : { kind: 'fs' as const, place: join(dataDir, 'blobs') },
    shared: redisUrl
      ? { kind: 'redis' as const, place: redis?.host ?? '' }
      : { kind: 'memory' as const, place: null },
  };
}

const freeBytes = (directory: string): Promise<number | null> =>
  statfs(directory).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  );
