import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, untilListening } from '../free-port.ts';
import { stopped } from '../programs.ts';
import { plain } from './plain.ts';
import { Absent, type Subject } from './subject.ts';

/** Debian puts it where only root's PATH looks. */
const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;

/** The reference proxy: one worker, streaming in both directions, connections to the upstream kept. */
export async function startNginx(upstream: string): Promise<Subject> {
  if (spawnSync('nginx', ['-v'], { env: { PATH } }).error) {
    throw new Absent('nginx is not installed: apt-get install nginx-light');
  }
  const folder = await mkdtemp(join(tmpdir(), 'axonhub-bench-nginx-'));
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  await writeFile(file, configuration(folder, port, new URL(upstream).host));
  const child = spawn('nginx', ['-p', folder, '-c', file, '-e', join(folder, 'error.log')], {
    env: { PATH },
    stdio: 'ignore',
  });
  await untilListening(port);
  const stop = async (): Promise<void> => {
    await stopped(child);
    await rm(folder, { recursive: true, force: true });
  };
  return plain('nginx', { origin: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, stop });
}

const configuration = (folder: string, port: number, upstream: string): string => `
daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
worker_processes 1;
pid ${folder}/pid;
events { worker_connections 2048; }
http {
  access_log off;
  client_max_body_size 0;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  upstream mock { server ${upstream}; keepalive 256; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://mock;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_request_buffering off;
    }
  }
}
`;
