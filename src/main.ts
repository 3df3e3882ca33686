import cluster from 'node:cluster';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import type { Team } from './cluster/team.ts';
import { HELP, parseCli } from './commands/cli.ts';
import { CommandError } from './commands/command-error.ts';
import { StoreError } from './compose/store-error.ts';
import { ConfigError } from './config/config-error.ts';
import { givenWorkers } from './config/workers.ts';
import type { ConfigInput, ConfigOptions } from './config.ts';
import { whenOrphaned } from './lib/orphaned.ts';

const { version } = createRequire(import.meta.url)('../package.json') as { version: string };
const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Gives the exit code, or undefined while the gateway runs. What a command does not need is not loaded. */
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
    case 'start':
      return start(cli.options);
    default: {
      const { runCommand } = await import('./commands/run-command.ts');
      return runCommand(cli, { input: configInput, env: process.env, version, print });
    }
  }
}

async function start(options: ConfigOptions): Promise<number | undefined> {
  if (cluster.isWorker) return work(options);
  const workers = givenWorkers(process.env, availableParallelism());
  return workers > 1 ? supervise(workers) : serve(options);
}

/** The gateway in this process alone. */
async function serve(options: ConfigOptions): Promise<undefined> {
  const { app, greeting } = await open(options);
  print(greeting);
  let stopping = false;
  onStop(async () => {
    if (stopping) process.exit(1);
    stopping = true;
    await app.close();
    process.exit(0);
  });
}

/** Processes that serve, under this one. Gives its exit code once they have all ended. */
async function supervise(count: number): Promise<number> {
  const { createPrimary } = await import('./supervise.ts');
  const fork = (number: number) => cluster.fork({ [NUMBER]: String(number) });
  const primary = createPrimary({ count, fork, onStarted: print });
  onStop(() => primary.stop());
  return primary.run();
}

const NUMBER = 'AXONHUB_WORKER_NUMBER';

/** One of several processes that serve. */
async function work(options: ConfigOptions): Promise<undefined> {
  const { joinTeam } = await import('./cluster/team.ts');
  let close: (() => Promise<void>) | undefined;
  const stop = async (): Promise<void> => {
    await close?.();
    process.exit(0);
  };
  // A terminal sends Ctrl-C to all of them, a supervisor SIGTERM: the primary has them too, and says what is to be done.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => {});
  process.once('disconnect', stop);
  const team = joinTeam({ channel: process, number: Number(process.env[NUMBER]), onStop: stop });
  const { app, greeting } = await open(options, team);
  close = app.close;
  await team.started(greeting);
}

async function open(options: ConfigOptions, team?: Team) {
  const [{ startApp }, { loadConfig }, { greeting }] = await Promise.all([
    import('./app.ts'),
    import('./config.ts'),
    import('./greeting.ts'),
  ]);
  const config = await loadConfig(await configInput(options));
  const app = await startApp(config, { version, ...(team && { team }) });
  return { app, greeting: greeting(app, version) };
}

async function configInput(options: ConfigOptions): Promise<ConfigInput> {
  const { PROVIDERS } = await import('./providers/all.ts');
  return {
    options,
    env: process.env,
    cwd: process.cwd(),
    providers: PROVIDERS,
    cores: availableParallelism(),
  };
}

/** The first signal lets running requests end, the second does not wait. */
function onStop(stop: () => unknown): void {
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (process.env.npm_lifecycle_event !== undefined) whenOrphaned(stop);
}

// Node ends in silence where nothing is left that could settle what is awaited.
const UNSETTLED = 13;
process.once('exit', (code) => {
  if (code === UNSETTLED)
    process.stderr.write(
      'axonhub: ended before the work was done. This is a fault of ours: please report it.\n',
    );
});

try {
  const code = await main();
  if (code !== undefined) process.exitCode = code;
} catch (error) {
  const isExpected =
    error instanceof ConfigError ||
    error instanceof StoreError ||
    error instanceof CommandError ||
    (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  process.stderr.write(isExpected ? `axonhub: ${(error as Error).message}\n` : `${(error as Error).stack}\n`);
  process.exitCode = 1;
  // Its channel to the primary would keep it alive.
  if (cluster.isWorker) process.exit();
}
