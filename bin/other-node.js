// Plain JavaScript that old versions of Node can read.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The path of a suitable Node, fetched from the npm registry on first use and kept in npm's cache. */
export function findNode(major, minor) {
  console.error(
    `axonhub needs Node ${major}.${minor}, this is ${process.version}: using npm's package node@${major} instead.`,
  );
  const command = ['exec', '--yes', `--package=node@${major}`, '--', 'node', '-p', 'process.execPath'];
  const shell = process.platform === 'win32';
  try {
    const output = execFileSync('npm', command, {
      encoding: 'utf8',
      shell,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const path = output.trim().split('\n').pop() ?? '';
    if (existsSync(path)) return path;
  } catch {
    // The next lines say what can be done.
  }
  const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  console.error(`axonhub: could not get it. Install Node ${engines.node} and try again.`);
  process.exit(1);
}

/** Runs the gateway as a child that gets our signals and gives us its exit code. */
export function runWith(node, args, env) {
  const child = spawn(node, args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  // npx runs us in a shell and does not pass SIGTERM on: when that shell is gone, we have another parent.
  const starter = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid !== starter && child.kill('SIGTERM'), 500).unref();
  }
  child.on('exit', (code, signal) => {
    if (signal) process.removeAllListeners(signal);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}
