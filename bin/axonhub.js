#!/usr/bin/env node
// Plain JavaScript that old versions of Node can read: the gateway itself needs Node 24.7.
import * as modules from 'node:module';
import { fileURLToPath } from 'node:url';
import { ENVIRONMENT, FLAGS } from './node-settings.js';

const WANTED = 24;
/** From here on Node hashes passwords with argon2. */
const WANTED_MINOR = 7;
const [major, minor] = process.versions.node.split('.').map(Number);
const self = fileURLToPath(import.meta.url);
const flags = FLAGS.filter((flag) => !isTold(flag));
const args = [...flags, self, ...process.argv.slice(2)];
const env = { ...ENVIRONMENT, ...process.env };
const isReady = flags.length === 0 && Object.keys(ENVIRONMENT).every((name) => name in process.env);

if (major < WANTED || (major === WANTED && minor < WANTED_MINOR)) {
  const { findNode, runWith } = await import('./other-node.js');
  runWith(findNode(WANTED, WANTED_MINOR), args, env);
} else {
  // Not everywhere can a process be replaced (Windows); the gateway works without it.
  if (!isReady && process.execve)
    process.execve(process.execPath, [process.execPath, ...process.execArgv, ...args], env);
  // Remembers compiled modules from one start to the next.
  modules.enableCompileCache();
  await import(new URL('../dist/main.js', import.meta.url).href);
}

/** Whether somebody has said this already, in words of their own. */
function isTold(flag) {
  const name = flag.split('=')[0];
  return [...process.execArgv, process.env.NODE_OPTIONS ?? ''].some((each) => each.includes(name));
}
