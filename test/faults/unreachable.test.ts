import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { ask, logged } from './ask.ts';
import { WAY_NAMES, WAYS } from './ways.ts';

let good: Fake;
let untrusted: { readonly url: string; close(): void };
let refused: string;
beforeAll(async () => {
  [good, untrusted, refused] = await Promise.all([startOpenAi(), startUntrusted(), closedPort()]);
});
afterAll(async () => {
  untrusted.close();
  await good.close();
});

/** Each of them before anything was sent: nothing can have been drawn or billed, so pictures go on to the next channel too. */
const PLACES: { readonly [name: string]: () => string } = {
  'a port where nobody listens': () => refused,
  'a name that does not resolve': () => 'http://no-such-host.invalid/v1',
  'a certificate that nobody vouches for': () => untrusted.url,
  'a server that speaks no TLS': () => good.url.replace('http:', 'https:'),
};

describe.each(Object.entries(PLACES))('%s', (_name, place) => {
  const channel = (name: string, base_url: string, priority: number) => ({
    ...{ name, type: 'openai', base_url, api_key: 'sk-test', priority },
  });

  it.each(WAY_NAMES)('%s: the next channel is asked, and the first costs nothing', async (name) => {
    const gateway = await startGateway({
      channels: [channel('unreachable', place(), 1), channel('next', good.url, 2)],
    });
    try {
      const got = await ask(gateway, WAYS[name]);
      expect(got.outcome).toBe('whole');
      const { attempts } = await logged(gateway, got.requestId);
      expect(attempts).toMatchObject([
        { channel: 'unreachable', error_code: 'upstream_unavailable', cost_nano_usd: 0 },
        { channel: 'next' },
      ]);
    } finally {
      await gateway.close();
    }
  });

  it('alone: a clear 503 that tells nothing of the address', async () => {
    const gateway: TestGateway = await startGateway({ channels: [channel('unreachable', place(), 1)] });
    try {
      const got = await ask(gateway, WAYS['a picture']);
      expect([got.status, got.code]).toEqual([503, 'upstream_unavailable']);
      expect(got.text).not.toContain(new URL(place()).host);
      // The operator needs it.
      expect(gateway.log()).toMatch(/"internal":"[^"]+/);
    } finally {
      await gateway.close();
    }
  });
});

async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** TLS with a certificate that signs itself. */
async function startUntrusted() {
  const folder = await mkdtemp(join(tmpdir(), 'axonhub-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const options = ['-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'];
  await promisify(execFile)('openssl', ['req', '-x509', ...options, '-keyout', key, '-out', cert]);
  const server = createTlsServer({ key: await readFile(key), cert: await readFile(cert) });
  await rm(folder, { recursive: true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `https://127.0.0.1:${port}`, close: () => server.close() };
}
