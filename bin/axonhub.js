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
/** Large pictures in transit grow the young generation to many times what they need: decisions/0018. */
const LITTLE_GARBAGE = '--max-semi-space-size=8';
const self = fileURLToPath(import.meta.url);
const args = [LITTLE_GARBAGE, self, ...process.argv.slice(2)];

if (major < WANTED || (major === WANTED && minor < WANTED_MINOR)) {
  runWith(findNode());
} else {
  // The flag is read when Node starts. Not everywhere can a process be replaced (Windows); the gateway works without it.
  if (!isTold() && process.execve)
    process.execve(process.execPath, [process.execPath, ...process.execArgv, ...args], process.env);
  // Remembers compiled modules from one start to the next.
  modules.enableCompileCache();
  await import(new URL('../dist/main.js', import.meta.url).href);
}

/** Whether somebody has said how large the young generation may be. */
function isTold() {
  return [...process.execArgv, process.env.NODE_OPTIONS ?? ''].some((each) =>
    each.includes('--max-semi-space-size'),
  );
}

/** The path of a suitable Node, fetched from the npm registry on first use and kept in npm's cache. */
function findNode() {
  console.error(
    `axonhub needs Node ${WANTED}.${WANTED_MINOR}, this is ${process.version}: using npm's package node@${WANTED} instead.`,
  );
  const command = ['exec', '--yes', `--package=node@${WANTED}`, '--', 'node', '-p', 'process.execPath'];
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
function runWith(node) {
  const child = spawn(node, args, { stdio: 'inherit' });
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
