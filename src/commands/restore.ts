import { text } from 'node:stream/consumers';
import type { z } from 'zod';
import { type LockedSecret, unlockSecret, WrongPassphrase } from '../accounts/locked-secret.ts';
import { adoptSecret } from '../compose/installation-secret.ts';
import { openBlobs, openMaintenance, openRecords } from '../compose/stores.ts';
import type { Config } from '../config.ts';
import type { Blobs, StoredRow } from '../storage/ports.ts';
import { type Entry, readArchive } from './archive.ts';
import {
  type End,
  endSchema,
  type Manifest,
  manifestSchema,
  NAMES,
  pictureOf,
  secretSchema,
  tableOf,
} from './backup-format.ts';
import { CommandError } from './command-error.ts';
import { resealAll } from './rotate-secret.ts';

export interface RestoreOptions {
  readonly file: string;
  readonly passphrase?: string;
  /** Do without the secret of the backup: stored credentials have to be entered again unless this installation has the same secret. */
  readonly withoutSecret: boolean;
  readonly print: (text: string) => void;
}

export interface Restored extends End {
  /** Stored secrets that cannot be opened here, by where they stand. */
  readonly lost: readonly string[];
}

/**
 * Fills an empty installation from a backup, whatever engine and store it came from. The backup is read twice: first all of it, while
 * pictures are put back, and only once it proved to be whole are rows put in, all or none.
 * @throws CommandError
 */
export async function restore(config: Config, options: RestoreOptions): Promise<Restored> {
  try {
    const { manifest, secret, end } = await takePictures(config, options);
    options.print(`Pictures: ${end.pictures}`);
    await fillRecords(config, manifest, options.file);
    options.print(`Rows: ${end.rows}`);
    return { ...end, lost: await adopt(config, secret) };
  } catch (error) {
    if (error instanceof WrongPassphrase) throw new CommandError(error.message, { cause: error });
    throw isUnreadable(error) ? damaged(error) : error;
  }
}

interface Taken {
  readonly manifest: Manifest;
  readonly secret: string | undefined;
  readonly end: End;
}

/** The first reading. */
async function takePictures(config: Config, options: RestoreOptions): Promise<Taken> {
  let manifest: Manifest | undefined;
  let secret: string | undefined;
  let blobs: Blobs | undefined;
  let end: End | undefined;
  const counted = { rows: 0, pictures: 0 };
  for await (const entry of readArchive(options.file)) {
    if (!manifest) {
      manifest = await readManifest(entry);
      await refuseUnfit(config, manifest);
    } else if (entry.name === NAMES.secret) {
      secret = await unlocked(await readJson(entry, secretSchema), options);
    } else if (tableOf(entry.name)) {
      counted.rows += (await linesOf(entry)).length;
    } else if (pictureOf(entry.name)) {
      blobs ??= await openBlobs(config);
      await keep(blobs, entry);
      counted.pictures += 1;
    } else if (entry.name === NAMES.end) end = await readJson(entry, endSchema);
  }
  if (!manifest || end?.rows !== counted.rows || end.pictures !== counted.pictures) {
    throw damaged(new Error('its end is missing'));
  }
  return { manifest, end, secret };
}

async function readManifest(entry: Entry): Promise<Manifest> {
  if (entry.name !== NAMES.manifest)
    throw new CommandError('This is no backup of AxonHub: it does not begin with a manifest.');
  return readJson(entry, manifestSchema);
}

async function unlocked(
  locked: LockedSecret,
  { passphrase, withoutSecret }: RestoreOptions,
): Promise<string | undefined> {
  if (withoutSecret) return undefined;
  if (passphrase) return unlockSecret(locked, passphrase);
  throw new CommandError(
    'The secret in this backup is under a passphrase: set AXONHUB_BACKUP_PASSPHRASE or give --passphrase-file FILE; --without-secret does without it.',
  );
}

async function readJson<Schema extends z.ZodType>(entry: Entry, schema: Schema): Promise<z.infer<Schema>> {
  const { data, success } = schema.safeParse(JSON.parse(await text(entry.read())));
  if (!success) throw damaged(new Error(`${entry.name} is not as it should be`));
  return data;
}

const linesOf = async (entry: Entry): Promise<string[]> =>
  (await text(entry.read())).split('\n').filter((line) => line !== '');

/** @throws CommandError where the content is not what the name says */
async function keep(blobs: Blobs, { name, read }: Entry): Promise<void> {
  const spool = blobs.spool();
  try {
    const writer = spool.open();
    for await (const chunk of read()) await writer.write(chunk);
    const payload = await writer.finish();
    if (payload.sha256 !== pictureOf(name)) throw damaged(new Error(`${name} has another content`));
    await blobs.keep(payload);
  } finally {
    await spool.dispose();
  }
}

/** The second reading. */
async function fillRecords(config: Config, { migrations }: Manifest, file: string): Promise<void> {
  const maintenance = await openMaintenance(config);
  try {
    await maintenance.fill(migrations, async (insert) => {
      for await (const entry of readArchive(file)) {
        const table = tableOf(entry.name);
        if (!table) continue;
        await insert(
          table,
          (await linesOf(entry)).map((line) => JSON.parse(line) as StoredRow),
        );
      }
    });
  } finally {
    await maintenance.close();
  }
}

async function refuseUnfit(config: Config, { migrations }: Manifest): Promise<void> {
  const maintenance = await openMaintenance(config);
  try {
    if (!(await maintenance.isEmpty())) {
      const where = config.databaseUrl ? 'this database' : `axonhub.db in ${config.dataDir}`;
      throw new CommandError(
        `Only an empty database can be filled, and ${where} is in use: choose another one, or move it away.`,
      );
    }
    const known = await maintenance.pending();
    const newer = migrations.filter((name) => !known.includes(name));
    if (newer.length > 0)
      throw new CommandError(`The backup is of a newer version than this gateway (${newer.join(', ')}).`);
  } finally {
    await maintenance.close();
  }
}

/** The installation takes over the backup's secret where it has none; else stored secrets are sealed anew under its own. */
async function adopt(config: Config, secret: string | undefined): Promise<readonly string[]> {
  const secrets = await adoptSecret(config, secret);
  const records = await openRecords(config, () => {});
  try {
    return (await resealAll(records, secrets)).lost;
  } finally {
    await records.close();
  }
}

const isUnreadable = (error: unknown): boolean =>
  error instanceof SyntaxError ||
  (error instanceof Error && 'code' in error && /^Z_|^ERR_.*ZLIB/.test(`${error.code}`));

const damaged = (error: unknown): CommandError =>
  new CommandError(`The backup is damaged: ${error instanceof Error ? error.message : error}.`, {
    cause: error,
  });
