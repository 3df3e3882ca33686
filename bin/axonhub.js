#!/usr/bin/env node
// Plain JavaScript that old versions of Node can read: the gateway itself needs Node 24.7.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as modules from 'node:module';
import { fileURLToPath } from 'node:url';

const WANTED = 24;
/** From here on Node hashes passwords with argon2. */
const WANTED_MINOR = 7;
const [major, minor] = process.versions.node.split('.').map(Number);
const main = new URL('../dist/main.js', import.meta.url);

if (major > WANTED || (major === WANTED && minor >= WANTED_MINOR)) {
  // Remembers compiled modules from one start to the next.
  modules.enableCompileCache();
  await import(main.href);
} else {
  runWith(findNode());
}

/** The path of a suitable Node, fetched from the npm registry on first use and kept in npm's cache. */
function findNode() {
  console.error(
    `axonhub needs Node ${WANTED}.${WANTED_MINOR}, this is ${process.version}: using npm's package node@${WANTED} instead.`,
  );
  const args = ['exec', '--yes', `--package=node@${WANTED}`, '--', 'node', '-p', 'process.execPath'];
  const shell = process.platform === 'win32';
  try {
    const output = execFileSync('npm', args, {
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
function runWith(node) {
  const child = spawn(node, ['--max-semi-space-size=8', fileURLToPath(main), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
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
