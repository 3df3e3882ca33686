import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A running program that listens on a port of the loopback address. */
export interface Running {
  readonly origin: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Ends with its parent at the latest. */
export async function startProgram(name: string, args: readonly string[] = []): Promise<Running> {
  const child = forkProgram(name, args);
  const [address] = (await once(child, 'message')) as [{ port: number }];
  return runningAs(child, address.port);
}

export const forkProgram = (
  name: string,
  args: readonly string[] = [],
  options: ForkOptions = {},
): ChildProcess => fork(fileURLToPath(new URL(`./programs/${name}.ts`, import.meta.url)), args, options);

export function runningAs(child: ChildProcess, port: number): Running {
  return { origin: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop: () => stopped(child) };
}

/** SIGTERM, and SIGKILL for what has not gone after five seconds. */
export async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await exit;
  clearTimeout(impatience);
}
