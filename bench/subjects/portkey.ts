import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, untilListening } from '../free-port.ts';
import { stopped } from '../programs.ts';
import { plain } from './plain.ts';
import { Absent, type Subject } from './subject.ts';

const FOLDER = fileURLToPath(new URL('./portkey', import.meta.url));
const PROGRAM = join(FOLDER, 'node_modules/@portkey-ai/gateway/build/start-server.js');

/** Portkey as its lock file in subjects/portkey has it, installed there when it is not yet. */
export async function startPortkey(upstream: string): Promise<Subject> {
  install();
  const port = await freePort();
  const child = spawn(process.execPath, [PROGRAM, `--port=${port}`, '--headless'], {
    cwd: FOLDER,
    env: { PATH: process.env.PATH, NODE_ENV: 'production' },
    stdio: 'ignore',
  });
  await untilListening(port);
  const origin = `http://127.0.0.1:${port}`;
  const headers = {
    authorization: 'Bearer sk-bench',
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `${upstream}/v1`,
  };
  const running = { origin, pid: child.pid ?? 0, stop: () => stopped(child) };
  return { ...plain('portkey', running), headers: () => headers };
}

function install(): void {
  if (existsSync(PROGRAM)) return;
  try {
    execFileSync('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: FOLDER,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch (error) {
    throw new Absent('@portkey-ai/gateway could not be installed', { cause: error });
  }
}
