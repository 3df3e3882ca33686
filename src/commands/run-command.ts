import { readFile } from 'node:fs/promises';
import { type Config, type ConfigInput, type Environment, loadConfig } from '../config.ts';
import type { Errand } from './cli.ts';
import { CommandError } from './command-error.ts';

export interface Surroundings {
  readonly input: (options: Errand['options']) => Promise<ConfigInput>;
  readonly env: Environment;
  readonly version: string;
  readonly print: (text: string) => void;
}

/** Does what a command asks for; the exit code. Every command is loaded when it is asked for: the start needs none of them. */
export async function runCommand(errand: Errand, around: Surroundings): Promise<0 | 1> {
  try {
    return await run(errand, around);
  } catch (error) {
    throw isOfSystem(error) ? new CommandError(`${error.message}.`, { cause: error }) : error;
  }
}

/** A file that is not there or may not be read, a full disk: the words of the system say all, and where in our code says nothing. */
const isOfSystem = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;

async function run(errand: Errand, around: Surroundings): Promise<0 | 1> {
  const input = await around.input(errand.options);
  switch (errand.command) {
    case 'check':
      return (await import('./check.ts')).runCheck(input, around.print);
    case 'doctor':
      return (await import('./doctor.ts')).runDoctor(input, errand, around.print);
    case 'migrate':
      return runMigrate(await loadConfig(input), around);
    case 'backup':
      return runBackup(await loadConfig(input), errand, around);
    case 'restore':
      return runRestore(await loadConfig(input), errand, around);
    case 'rotate-secret':
      return runRotation(await loadConfig(input), around);
  }
}

async function runMigrate(config: Config, { print }: Surroundings): Promise<0> {
  const { openMaintenance } = await import('../compose/stores.ts');
  const maintenance = await openMaintenance(config);
  try {
    const done = await maintenance.migrate();
    print(done.length === 0 ? 'The database is up to date.' : `Done: ${done.join(', ')}`);
    return 0;
  } finally {
    await maintenance.close();
  }
}

async function runBackup(
  config: Config,
  errand: Extract<Errand, { command: 'backup' }>,
  { env, version, print }: Surroundings,
): Promise<0> {
  const { backup } = await import('./backup.ts');
  const passphrase = await passphraseOf(errand, env);
  const { file, withoutSecret, withoutPictures } = errand;
  const { rows, pictures } = await backup(config, {
    ...{ file, withoutSecret, withoutPictures, gatewayVersion: version, print },
    ...(passphrase && { passphrase }),
  });
  print(`Written: ${file} (${rows} rows, ${pictures} pictures).`);
  return 0;
}

async function runRestore(
  config: Config,
  errand: Extract<Errand, { command: 'restore' }>,
  { env, print }: Surroundings,
): Promise<0 | 1> {
  const { restore } = await import('./restore.ts');
  const passphrase = await passphraseOf(errand, env);
  const { file, withoutSecret } = errand;
  const { rows, pictures, lost } = await restore(config, {
    ...{ file, withoutSecret, print },
    ...(passphrase && { passphrase }),
  });
  print(`Restored: ${rows} rows, ${pictures} pictures.`);
  return tellLost(lost, print);
}

/** 1 where something could not be opened with any known secret. */
async function runRotation(config: Config, { print }: Surroundings): Promise<0 | 1> {
  const { rotateSecret } = await import('./rotate-secret.ts');
  const { resealed, lost } = await rotateSecret(config);
  print(
    `Sealed anew: ${resealed}. Links to pictures that were made before no longer work after the next start.`,
  );
  return tellLost(lost, print);
}

function tellLost(lost: readonly string[], print: (text: string) => void): 0 | 1 {
  if (lost.length === 0) return 0;
  print(
    `No known secret opens these, they have to be entered again:\n${lost.map((where) => `  ${where}`).join('\n')}`,
  );
  return 1;
}

async function passphraseOf(
  { passphraseFile }: { readonly passphraseFile?: string },
  env: Environment,
): Promise<string | undefined> {
  if (passphraseFile === undefined) return env.AXONHUB_BACKUP_PASSPHRASE || undefined;
  const content = await readFile(passphraseFile, 'utf8').catch((error: Error) => {
    throw new CommandError(`--passphrase-file: ${error.message}`);
  });
  const [passphrase] = content.split(/\r?\n/, 1);
  if (!passphrase) throw new CommandError(`--passphrase-file: the first line of ${passphraseFile} is empty.`);
  return passphrase;
}
