import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway } from '../../test/gateway/start.ts';
import { createSealer } from '../accounts/sealer.ts';
import { credentialPlace } from '../channels/seal-places.ts';
import { openRecords } from '../compose/stores.ts';
import { type Environment, loadConfig } from '../config.ts';
import type { Finding } from './doctor/finding.ts';
import { runDoctor } from './doctor.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axonhub-doctor-'));
});
afterEach(() => rm(folder, { recursive: true }));

const providers = [
  { id: 'acme', envKey: 'ACME_API_KEY', baseUrl: 'http://127.0.0.1:9/v1' },
  { id: 'demo', baseUrl: '' },
];

async function examine(env: Environment = {}, dataDir = folder) {
  const printed: string[] = [];
  const input = { options: { dataDir }, env: { AXONHUB_PORT: '0', ...env }, cwd: folder, providers };
  const code = await runDoctor(input, { json: true }, (text) => printed.push(text));
  const { findings } = JSON.parse(printed.join('')) as { readonly findings: readonly Finding[] };
  return { code, of: (about: string) => findings.filter((finding) => finding.about === about) };
}

async function occupied(work: (port: number) => Promise<void>): Promise<void> {
  const server: Server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await work(typeof address === 'object' && address ? address.port : 0);
  await new Promise((resolve) => server.close(resolve));
}

describe('axonhub doctor', () => {
  it('finds nothing wrong with a new installation, and leaves nothing behind that matters', async () => {
    const { code, of } = await examine();
    expect(code).toBe(0);
    expect(of('database')).toMatchObject([{ status: 'ok', detail: expect.stringContaining('empty') }]);
    expect(of('pictures')).toMatchObject([{ status: 'ok' }]);
    expect(of('channels')).toMatchObject([{ status: 'warning', detail: expect.stringContaining('demo') }]);
    expect((await examine()).of('database')).toEqual(of('database'));
  });

  it('tells configuration problems by name', async () => {
    const { code, of } = await examine({ AXONHUB_DATABASE_URL: 'mysql://here' });
    expect(code).toBe(1);
    expect(of('configuration')[0]?.detail).toContain('AXONHUB_DATABASE_URL');
  });

  it('fails where a database, Redis or the data folder cannot be used', async () => {
    const nowhere = 'postgres://root@127.0.0.1:9/nothing';
    const database = await examine({ AXONHUB_DATABASE_URL: nowhere });
    expect([database.code, database.of('database')[0]?.status]).toEqual([1, 'failure']);
    const redis = await examine({ AXONHUB_REDIS_URL: 'redis://127.0.0.1:9' });
    expect([redis.code, redis.of('Redis')[0]?.status]).toEqual([1, 'failure']);
    await writeFile(join(folder, 'file'), '');
    const data = await examine({}, join(folder, 'file'));
    expect([data.code, data.of('data folder')[0]?.status]).toEqual([1, 'failure']);
  });

  it('fails where a newer version has changed the tables', async () => {
    const config = await loadConfig({ options: { dataDir: folder }, env: {}, cwd: folder, providers });
    await (await openRecords(config, () => {})).close();
    const database = new DatabaseSync(join(folder, 'axonhub.db'));
    database.exec("insert into kysely_migration values ('9999-future', '2030-01-01')");
    database.close();
    const { code, of } = await examine();
    expect(code).toBe(1);
    expect(of('database')).toMatchObject([
      { status: 'failure', detail: expect.stringContaining('9999-future') },
    ]);
  });

  it('warns of a secret that others can read, and says how to mend it', async () => {
    const file = join(folder, 'secret');
    await writeFile(file, 'a secret of the installation');
    await chmod(file, 0o644);
    const { code, of } = await examine();
    expect(code).toBe(0);
    expect(of('secret')).toMatchObject([{ status: 'warning', advice: `chmod 600 ${file}` }]);
  });

  it('names the stored credentials that no secret opens', async () => {
    const config = await loadConfig({ options: { dataDir: folder }, env: {}, cwd: folder, providers });
    const records = await openRecords(config, () => {});
    const sealed = createSealer('some other secret').seal('sk-1', credentialPlace('cr_1'));
    await records.channels.insert(
      {
        ...{ id: 'ch_1', name: 'work', type: 'acme', enabled: true, priority: 1, weight: 1, position: 0 },
        ...{ tags: '[]', document: '{"baseUrl":null}', sealedSettings: null, sealedProxyPassword: null },
        ...{ archivedAt: null, createdAt: 1, updatedAt: 1 },
      },
      [
        {
          ...{ id: 'cr_1', channelId: 'ch_1', label: 'ours', hint: '', sealed },
          ...{ enabled: true, position: 0, createdAt: 1 },
        },
      ],
    );
    await records.close();
    const { code, of } = await examine();
    expect(code).toBe(1);
    expect(of('credentials')[0]?.detail).toContain('credential of work (ours)');
    expect(of('channels')).toMatchObject([
      { status: 'warning', detail: expect.stringContaining('work: 127.0.0.1:9') },
    ]);
  });

  it('tells a gateway on the port from another program', async () => {
    const gateway = await startGateway({ channels: [{ name: 'demo', type: 'demo' }] });
    const port = new URL(gateway.url).port;
    const running = await examine({ AXONHUB_PORT: port }, gateway.dataDir);
    expect(running.of('address')).toMatchObject([
      { status: 'ok', detail: expect.stringContaining('is running') },
    ]);
    expect(running.of('database')).toMatchObject([
      { status: 'ok', detail: expect.stringContaining('up to date') },
    ]);
    await gateway.close();
    await occupied(async (taken) => {
      const { code, of } = await examine({ AXONHUB_PORT: String(taken) });
      expect([code, of('address')[0]?.status]).toEqual([1, 'failure']);
    });
  });

  it('reaches what answers', async () => {
    await occupied(async (port) => {
      const { of } = await examine({ ACME_API_KEY: 'sk-1', ACME_BASE_URL: `http://127.0.0.1:${port}/v1` });
      expect(of('channels')).toMatchObject([{ status: 'ok', detail: `acme: 127.0.0.1:${port} answers` }]);
    });
  });
});
