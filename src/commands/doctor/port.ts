import { createServer } from 'node:net';
import type { Check } from './finding.ts';

export const address: Check = {
  about: 'address',
  async look({ server: { host, port } }) {
    const detail = `${host}:${port}`;
    const problem = await listening(host, port);
    if (!problem) return [{ about: 'address', status: 'ok', detail: `${detail} is free` }];
    if (problem.code !== 'EADDRINUSE') throw problem;
    if (await isGateway(host, port)) {
      return [{ about: 'address', status: 'ok', detail: `${detail}: a gateway is running there` }];
    }
    const advice = 'choose another one: --port, AXONHUB_PORT';
    return [{ about: 'address', status: 'failure', detail: `${detail} is used by another program`, advice }];
  },
};

/** Why nobody can listen there; undefined: somebody could. */
function listening(host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}

async function isGateway(host: string, port: number): Promise<boolean> {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const url = `http://${name.includes(':') ? `[${name}]` : name}:${port}/health`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    const health = (await response.json()) as { readonly status?: unknown };
    return response.ok && health.status === 'ok';
  } catch {
    return false;
  }
}
