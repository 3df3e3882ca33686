import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { keepOutput } from '../output/keep-output.ts';

/** A gateway that runs as a process of its own, as its users run it. */
export interface GatewayProcess {
  readonly origin: string;
  readonly pid: number;
  /** Everything it has printed. */
  output(): string;
  /** Resolves when it answers on its port. */
  ready(): Promise<void>;
  /** Sends SIGTERM to the started command alone, as a supervisor does. Resolves with its exit code when the gateway is gone. */
  stop(): Promise<number | null>;
  /** Kills it without a warning. */
  kill(): Promise<void>;
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly dataDir: string;
  readonly path?: string;
  /** Further variables of its environment. */
  readonly env?: { readonly [name: string]: string };
}

const START_MS = 120_000;
const STOP_MS = 20_000;

/** Starts it on a free port of the loopback address, without any provider key of this machine. */
export async function launch({
  command,
  args,
  cwd,
  dataDir,
  path,
  env: more,
}: Launch): Promise<GatewayProcess> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    PATH: path ?? process.env.PATH,
    HOME: process.env.HOME,
    AXONHUB_PORT: String(port),
    AXONHUB_DATA_DIR: dataDir,
    ...more,
  };
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  // The first key and the set-up code are for standard output.
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    log += chunk.toString();
  });
  child.once('exit', () => keepOutput(log));
  const isUp = () => answers(`${origin}/health`);
  return {
    origin,
    pid: child.pid ?? 0,
    output: () => output,
    ready: async () => {
      let up = false;
      await until(async () => {
        up = await isUp();
        return up || child.exitCode !== null;
      }, START_MS);
      if (up) return;
      killGroup(child);
      throw new Error(`the gateway did not start (exit code ${child.exitCode}):\n${output}`);
    },
    kill: async () => {
      const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
      killGroup(child);
      await exited;
    },
    stop: async () => {
      const exited = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
      child.kill('SIGTERM');
      await exited;
      if (await until(async () => !(await isUp()), STOP_MS)) return child.exitCode;
      killGroup(child);
      throw new Error(`the gateway did not stop:\n${output}`);
    },
  };
}

/** Nothing may stay behind: the child leads a process group of its own (`detached`). */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function until(condition: () => Promise<boolean>, ms: number): Promise<boolean> {
  const deadline = Date.now() + ms;
  while (Date.now() < deadline) {
    if (await condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}

const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** What the first start prints for a newcomer. */
export interface Banner {
  readonly key: string;
  /** The curl command, to be pasted into a shell. */
  readonly command: string;
}

export function readBanner(output: string): Banner | undefined {
  const key = /\bah-[A-Za-z0-9_-]{8,}/.exec(output)?.[0];
  const command = /^curl (?:.*\\\n)*.*$/m.exec(output)?.[0];
  return key === undefined || command === undefined ? undefined : { key, command };
}

/** Runs a pasted command and gives what it printed. Throws when it fails. */
export async function paste(command: string, cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)('bash', ['-c', command], { cwd, maxBuffer: 64 * 1_048_576 });
  return stdout;
}
