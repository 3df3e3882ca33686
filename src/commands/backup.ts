import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { type LockedSecret, lockSecret } from '../accounts/locked-secret.ts';
import { installationSecrets } from '../compose/installation-secret.ts';
import { openBlobs, openMaintenance, parkedBlobs } from '../compose/stores.ts';
import type { Config } from '../config.ts';
import type { Blobs, RecordsSnapshot } from '../storage/ports.ts';
import { type NewEntry, writeArchive } from './archive.ts';
import { type End, type Manifest, NAMES } from './backup-format.ts';
import { CommandError } from './command-error.ts';

/** What goes into a backup, and who is told how far it is. */
interface BackupContent {
  /** Rows only, where pictures are saved in another way (a bucket with versions, say). */
  readonly withoutPictures: boolean;
  readonly gatewayVersion: string;
  readonly print: (text: string) => void;
}

export interface BackupOptions extends BackupContent {
  /** The `.tar.gz` to write; must not exist. */
  readonly file: string;
  /** Locks the installation's secret, which opens stored credentials. */
  readonly passphrase?: string;
  /** Leave the secret out: stored credentials can be opened only where it is kept otherwise. */
  readonly withoutSecret: boolean;
}

/**
 * Writes everything that outlives the process into one file, readable by its owner alone, while gateways go on.
 * @throws CommandError
 */
export async function backup(config: Config, options: BackupOptions): Promise<End> {
  await refuseExisting(options.file);
  const out = () => createWriteStream(options.file, { flags: 'wx', mode: 0o600 });
  return backupTo(config, out, { ...options, lock: () => lockedSecret(config, options) });
}

/** The same for whoever reads the stream; it fails where that cannot be made. The secret is locked already, or left out. */
export function backupStream(
  config: Config,
  options: Omit<BackupContent, 'print'> & { readonly locked: LockedSecret | undefined },
): Readable {
  const out = new PassThrough();
  backupTo(config, () => out, {
    ...options,
    lock: async () => options.locked,
    print: () => {},
  }).catch((error) => out.destroy(error));
  return out;
}

/** The installation's secret under a passphrase. */
export async function lockInstallationSecret(config: Config, passphrase: string): Promise<LockedSecret> {
  const { current } = await installationSecrets(config);
  return lockSecret(current, passphrase);
}

/**
 * Rows are of one moment; pictures are those that were there when their turn came, so none is missing that a row of that moment
 * refers to, unless it was deleted since.
 */
async function backupTo(
  config: Config,
  open: () => Writable,
  options: BackupContent & { readonly lock: () => Promise<LockedSecret | undefined> },
): Promise<End> {
  const maintenance = await openMaintenance(config);
  const end = { rows: 0, pictures: 0 };
  try {
    if (await maintenance.isEmpty())
      throw new CommandError('There is nothing to back up: the database is empty.');
    const locked = await options.lock();
    const secret = locked && json(NAMES.secret, locked);
    const blobs = options.withoutPictures ? undefined : await everyPicture(config);
    await maintenance.snapshot((snapshot) =>
      writeArchive(open(), entries({ snapshot, secret, blobs, options, end })),
    );
  } finally {
    await maintenance.close();
  }
  return end;
}

/** Those too that wait on this machine for the bucket. */
async function everyPicture(config: Config): Promise<Blobs> {
  const store = await openBlobs(config);
  return (await parkedBlobs(config, store, () => {})) ?? store;
}

async function refuseExisting(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found) throw new CommandError(`${file} is there already; choose another name.`);
}

async function lockedSecret(
  config: Config,
  { passphrase, withoutSecret }: BackupOptions,
): Promise<LockedSecret | undefined> {
  if (passphrase) return lockInstallationSecret(config, passphrase);
  if (withoutSecret) return undefined;
  throw new CommandError(
    'Stored credentials are sealed under the secret of this installation, which goes into the backup under a passphrase: set AXONHUB_BACKUP_PASSPHRASE or give --passphrase-file FILE. With --without-secret it is left out; then keep the file "secret" of the data folder, or AXONHUB_SECRET, in another place.',
  );
}

interface Parts {
  readonly snapshot: RecordsSnapshot;
  readonly secret: NewEntry | undefined;
  readonly blobs: Blobs | undefined;
  readonly options: BackupContent;
  /** Counts what has been written. */
  readonly end: { rows: number; pictures: number };
}

async function* entries({ snapshot, secret, blobs, options, end }: Parts): AsyncGenerator<NewEntry> {
  const manifest: Manifest = {
    ...{ format: 'axonhub-backup', version: 1, gateway: options.gatewayVersion },
    createdAt: new Date().toISOString(),
    migrations: [...snapshot.migrations],
    pictures: blobs !== undefined,
  };
  yield json(NAMES.manifest, manifest);
  if (secret) yield secret;
  for (const table of snapshot.tables) {
    let number = 0;
    for await (const rows of snapshot.rows(table)) {
      number += 1;
      end.rows += rows.length;
      yield text(NAMES.rows(table, number), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    }
  }
  options.print(`Rows: ${end.rows}`);
  if (blobs) yield* pictures(blobs, options, end);
  yield json(NAMES.end, end);
}

const TELL_EVERY = 1_000;

async function* pictures(
  blobs: Blobs,
  { print }: BackupContent,
  end: Parts['end'],
): AsyncGenerator<NewEntry> {
  for await (const sha256 of blobs.names()) {
    const payload = await blobs.open(sha256);
    // Deleted since its name was read.
    if (!payload) continue;
    end.pictures += 1;
    if (end.pictures % TELL_EVERY === 0) print(`Pictures: ${end.pictures} …`);
    yield { name: NAMES.picture(sha256), size: payload.size, read: () => payload.read('lent') };
  }
  print(`Pictures: ${end.pictures}`);
}

const json = (name: string, value: object): NewEntry => text(name, JSON.stringify(value));

function text(name: string, content: string): NewEntry {
  const bytes = Buffer.from(content);
  return {
    name,
    size: bytes.byteLength,
    async *read() {
      yield bytes;
    },
  };
}
