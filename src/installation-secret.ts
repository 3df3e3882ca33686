import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';

/** What signs links and seals stored credentials. */
export interface InstallationSecrets {
  readonly current: string;
  /** Those of before a rotation, or of one that was interrupted: they still open what was sealed under them. */
  readonly others: readonly string[];
}

/** The next secret while a rotation is under way, and the one from before the last rotation; beside `secret` in the data folder. */
const SECRET_FILES = { current: 'secret', next: 'secret.next', previous: 'secret.previous' } as const;

/** As the configuration gives them, else those that the gateway made up and keeps in its data folder. */
export async function installationSecrets({
  secret,
  previousSecret,
  dataDir,
}: Pick<Config, 'secret' | 'previousSecret' | 'dataDir'>): Promise<InstallationSecrets> {
  if (!secret) return storedSecrets(dataDir);
  return { current: secret.reveal(), others: previousSecret ? [previousSecret.reveal()] : [] };
}

/** The secret of an installation that was given none: made once, kept in the data folder, readable by its owner alone. */
async function storedSecrets(dataDir: string): Promise<InstallationSecrets> {
  const current = await madeOnce(join(dataDir, SECRET_FILES.current));
  const others = await Promise.all(
    [SECRET_FILES.next, SECRET_FILES.previous].map((name) => readSecret(join(dataDir, name))),
  );
  return { current, others: others.flatMap((other) => other ?? []) };
}

/** The secret in this file, made if there is none. */
async function madeOnce(file: string): Promise<string> {
  try {
    // `wx` fails when the file is there: two processes that start at once agree on one secret.
    await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}

async function readSecret(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim() || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
