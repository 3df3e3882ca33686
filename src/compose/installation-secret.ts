import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';

/** What signs links and seals stored credentials. */
export interface InstallationSecrets {
  readonly current: string;
  /** Those of before a rotation, or of one that was interrupted: they still open what was sealed under them. */
  readonly others: () => readonly string[];
}

/** The next secret while a rotation is under way, and the one from before the last; beside `secret` in the data folder. */
const FILES = { current: 'secret', next: 'secret.next', previous: 'secret.previous' };

type Given = Pick<Config, 'secret' | 'previousSecret' | 'dataDir'>;

/** As the configuration gives them, else those that the gateway made up and keeps in its data folder. */
export async function installationSecrets({
  secret,
  previousSecret,
  dataDir,
}: Given): Promise<InstallationSecrets> {
  if (!secret) {
    const current = await madeOnce(join(dataDir, FILES.current));
    return { current, others: () => stored(dataDir, current) };
  }
  const others = previousSecret ? [previousSecret.reveal()] : [];
  return { current: secret.reveal(), others: () => others };
}

/**
 * Takes over the secret of another installation (a backup's): as its own where the data folder has none and none is given, else as
 * one of before, for what it has sealed.
 */
export async function adoptSecret(given: Given, secret: string | undefined): Promise<InstallationSecrets> {
  if (secret !== undefined && !given.secret) {
    await mkdir(given.dataDir, { recursive: true });
    await madeOnce(join(given.dataDir, FILES.current), secret);
  }
  const { current, others } = await installationSecrets(given);
  return { current, others: () => (secret === undefined ? others() : [secret, ...others()]) };
}

/**
 * A new secret for the data folder. Until `finish`, the old one stays in use; a second call goes on where a first was interrupted.
 * Afterwards the old one is kept as `secret.previous`: a gateway that still runs with it may seal something yet.
 */
export async function nextSecret(
  dataDir: string,
): Promise<InstallationSecrets & { finish(): Promise<void> }> {
  const [current, next, previous] = [FILES.current, FILES.next, FILES.previous].map((name) =>
    join(dataDir, name),
  );
  if (!current || !next || !previous) throw new TypeError('no names for the secrets');
  await madeOnce(current);
  const secret = await madeOnce(next);
  return {
    current: secret,
    others: () => stored(dataDir, secret),
    async finish() {
      await copyFile(current, previous);
      // In one step: there is never a moment without a secret.
      await rename(next, current);
    },
  };
}

/** The secret in this file, made if there is none; readable by its owner alone. */
async function madeOnce(file: string, made = randomBytes(32).toString('base64url')): Promise<string> {
  try {
    // `wx` fails when the file is there: two processes that start at once agree on one secret.
    await writeFile(file, made, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}

/** The secrets beside the current one. Read at once: they are asked for at the start and once in a rotation. */
const stored = (dataDir: string, without: string): string[] =>
  Object.values(FILES).flatMap((name) => {
    try {
      const text = readFileSync(join(dataDir, name), 'utf8').trim();
      return text === without ? [] : text || [];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  });
