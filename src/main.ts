import { createRequire } from 'node:module';
import process from 'node:process';
import { type App, startApp } from './app.ts';
import { HELP, parseCli, runCheck } from './cli.ts';
import { ConfigError, type ConfigInput, type ConfigOptions, loadConfig } from './config.ts';
import { greeting } from './greeting.ts';
import { whenOrphaned } from './lib/orphaned.ts';
import { PROVIDERS } from './providers/all.ts';
import { StoreError } from './stores.ts';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
const print = (text: string): void => void process.stdout.write(`${text}\n`);

const configInput = (options: ConfigOptions): ConfigInput => ({
  options,
  env: process.env,
  cwd: process.cwd(),
  providers: PROVIDERS,
});

/** Gives the exit code, or undefined while the gateway runs. */
async function main(): Promise<number | undefined> {
  const cli = parseCli(process.argv.slice(2));
  switch (cli.command) {
    case 'help':
      print(HELP);
      return 0;
    case 'version':
      print(version);
      return 0;
    case 'refused':
      process.stderr.write(`axonhub: ${cli.message}\n`);
      return 2;
    case 'check':
      return runCheck(configInput(cli.options), print);
    case 'rotate-secret':
      return rotate(cli.options);
    case 'start':
      await start(cli.options);
      return undefined;
  }
}

async function start(options: ConfigOptions): Promise<void> {
  const app = await startApp(await loadConfig(configInput(options)), { version });
  print(greeting(app, version));
  stopOnSignals(app);
}

/** Gives the exit code: 1 where something could not be opened with any known secret. */
async function rotate(options: ConfigOptions): Promise<0 | 1> {
  // Loaded here: it is needed once in a year.
  const { rotateSecret } = await import('./rotate-secret.ts');
  const { resealed, lost } = await rotateSecret(await loadConfig(configInput(options)));
  print(
    `Sealed anew: ${resealed}. Links to pictures that were made before no longer work after the next start.`,
  );
  if (lost.length === 0) return 0;
  print(
    `No known secret opens these, they have to be entered again:\n${lost.map((where) => `  ${where}`).join('\n')}`,
  );
  return 1;
}

/** The first signal lets running requests end, the second does not wait. */
function stopOnSignals(app: App): void {
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    await app.close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.env.npm_lifecycle_event !== undefined) whenOrphaned(stop);
}

try {
  const code = await main();
  if (code !== undefined) process.exitCode = code;
} catch (error) {
  const isExpected =
    error instanceof ConfigError ||
    error instanceof StoreError ||
    (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  process.stderr.write(isExpected ? `axonhub: ${(error as Error).message}\n` : `${(error as Error).stack}\n`);
  process.exitCode = 1;
}
