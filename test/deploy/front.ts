import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../gateway/kept-pictures.ts';

/** nginx, running with the configuration that we hand out. */
export interface Front {
  /** As `http://127.0.0.1:41234`. */
  readonly url: string;
  close(): Promise<void>;
}

/** A file to be run, or undefined where this machine has none. */
export function programOf(name: string): string | undefined {
  try {
    return execFileSync('sh', ['-c', 'command -v "$0" || ls "/usr/sbin/$0"', name], {
      encoding: 'utf8',
    }).trim();
  } catch {
    return undefined;
  }
}

/**
 * nginx with deploy/nginx/axonhub.conf in front of two gateways. Ports and the gateways' addresses are put in, and `replaced` what a
 * test cannot wait for; all else is as it stands there.
 */
export async function startNginx(
  program: string,
  gateways: readonly [string, string],
  replaced: { readonly [text: string]: string } = {},
): Promise<Front> {
  const folder = await mkdtemp(join(tmpdir(), 'axonhub-nginx-'));
  const port = await freePort();
  const changes = {
    'listen 80;': `listen 127.0.0.1:${port};`,
    'gateway-1:8090': new URL(gateways[0]).host,
    'gateway-2:8090': new URL(gateways[1]).host,
    ...replaced,
  };
  await mkdir(join(folder, 'tmp'));
  await writeFile(join(folder, 'nginx.conf'), around(await ours(changes)));
  const child = spawn(program, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`nginx does not start:\n${output}`);
    return answers();
  });
  return { url, close: () => stop(child, folder) };
}

async function ours(changes: { readonly [text: string]: string }): Promise<string> {
  let text = await readFile('deploy/nginx/axonhub.conf', 'utf8');
  for (const [before, after] of Object.entries(changes)) {
    if (!text.includes(before)) throw new Error(`deploy/nginx/axonhub.conf has no "${before}"`);
    text = text.replaceAll(before, after);
  }
  return text;
}

/** What an installation has around it. */
const around = (conf: string): string => `
daemon off;
pid nginx.pid;
worker_processes 1;
events { worker_connections 256; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path tmp/${name};`).join(' ')}
  ${conf}
}`;

async function stop(child: ChildProcess, folder: string): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
  await rm(folder, { recursive: true, force: true });
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
