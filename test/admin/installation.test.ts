import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../contract/postgres-database.ts';
import { isReachable } from '../contract/services.ts';
import { insideAMinute } from '../gateway/inside-a-minute.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type AdminClient, join as joinIn, setUpOwner } from './admin-client.ts';

const PASSPHRASE = 'a passphrase that is long';
const hasPostgres = await isReachable('PostgreSQL', 5432);

const picture = (width: number, height: number): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 4, background: '#33669980' } })
    .png()
    .toBuffer();

describe.each(['sqlite', 'postgres'] as const)('the installation on %s', (kind) => {
  let gateway: TestGateway;
  let database: TestDatabase | undefined;
  let owner: AdminClient;
  let admin: AdminClient;
  const skipped = kind === 'postgres' && !hasPostgres;

  beforeAll(async () => {
    if (skipped) return;
    if (kind === 'postgres') database = await createDatabase();
    gateway = await startGateway({
      channels: [{ name: 'demo', type: 'demo' }],
      server: { keep_alive_seconds: 7 },
      ...(database && { database_url: database.url.replace('root@', 'root:hidden@') }),
    });
    owner = await setUpOwner(gateway.url);
    admin = await joinIn(owner, gateway.url, { email: 'admin@example.com', role: 'admin' });
  });
  afterAll(async () => {
    await gateway?.close();
    await database?.drop();
  });

  it.skipIf(skipped)('tells where everything is kept and how much, without passwords', async () => {
    const made = await gateway.post('/v1/images/generations', {
      model: 'demo-image',
      prompt: 'a kite',
      n: 2,
    });
    expect(made.status).toBe(200);
    const { status, body } = await owner.get('/storage');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      database: { kind, bytes: expect.any(Number) },
      blobs: { kind: 'fs', place: join(gateway.dataDir, 'blobs'), freeBytes: expect.any(Number) },
      shared: { kind: 'memory', place: null },
      images: { count: 2 },
      ending: { images: { count: 0, bytes: 0 }, bodies: { count: 0, bytes: 0 } },
      endingIsMore: false,
    });
    expect(body.database.bytes).toBeGreaterThan(100_000);
    const { items } = (await owner.get('/projects/default/images')).body;
    expect(body.images.bytes).toBe(items[0].bytes + items[1].bytes);
    expect(JSON.stringify(body)).not.toContain('hidden');
  });

  it.skipIf(skipped)('tries every store by writing, reading and deleting', async () => {
    const { body } = await owner.post('/storage/check');
    expect(
      body.items.map(({ what, ok, problem }: { [name: string]: unknown }) => [what, ok, problem]),
    ).toEqual([
      ['database', true, null],
      ['blobs', true, null],
      ['shared', true, null],
    ]);
    const viewer = await joinIn(owner, gateway.url, { email: 'viewer@example.com', role: 'viewer' });
    expect((await viewer.get('/storage')).status).toBe(200);
    expect((await viewer.post('/storage/check')).status).toBe(403);
  });

  it.skipIf(skipped)('tells what was configured where', async () => {
    const { body } = await owner.get('/configuration');
    const found = (name: string) => body.items.find((item: { name: string }) => item.name === name);
    expect(body.file).toBe(join(gateway.dataDir, 'axonhub.yml'));
    expect(found('server.keep_alive_seconds')).toMatchObject({ value: '7', unit: 'seconds', from: 'file' });
    expect(found('server.body_limit_mb')).toMatchObject({ value: '256', unit: 'MiB', from: 'default' });
    expect(JSON.stringify(body)).not.toMatch(/hidden|ah-test/);
  });

  it.skipIf(skipped)('has a logo as a small WebP, shown to everybody', async () => {
    const data = (await picture(1000, 500)).toString('base64');
    const { status, body } = await owner.put('/logo', { data });
    expect([status, body.width, body.height]).toEqual([200, 256, 128]);
    const { logo } = (await owner.get('/sign-in')).body;
    expect(logo).toBe(`/admin/logo?v=${body.hash}`);
    const shown = await fetch(`${gateway.url}${logo}`);
    expect(shown.headers.get('content-type')).toBe('image/webp');
    const { format, width, height, hasAlpha } = await sharp(await shown.bytes()).metadata();
    expect([format, width, height, hasAlpha]).toEqual(['webp', 256, 128, true]);
    expect((await owner.delete('/logo')).status).toBe(204);
    expect((await owner.get('/sign-in')).body.logo).toBeNull();
    expect((await owner.get('/logo')).status).toBe(404);
  });

  it.skipIf(skipped)('refuses a logo that is an SVG or no picture', async () => {
    for (const text of ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'no picture at all']) {
      const { status, body } = await owner.put('/logo', { data: Buffer.from(text).toString('base64') });
      expect([status, body.error.field]).toEqual([400, 'data']);
    }
  });

  it.skipIf(skipped)('gives a backup to owners alone, once, and writes it down', async () => {
    expect((await admin.post('/backups', { passphrase: PASSPHRASE, pictures: true })).status).toBe(403);
    const { status, body } = await owner.post('/backups', { passphrase: PASSPHRASE, pictures: true });
    expect(status).toBe(201);
    expect((await admin.get(`/backups/${body.ticket}`)).status).toBe(403);
    const cookie = owner.cookie().split(';', 1)[0] ?? '';
    const download = () => fetch(`${gateway.url}/admin/backups/${body.ticket}`, { headers: { cookie } });
    const reply = await download();
    expect(reply.headers.get('content-type')).toBe('application/gzip');
    expect(reply.headers.get('content-disposition')).toMatch(/^attachment; filename="axonhub-backup-/);
    const tar = gunzipSync(await reply.bytes()).toString('latin1');
    expect(tar).toContain('manifest.json');
    expect(tar).toContain('pictures/');
    expect(tar).toContain('end.json');
    const secret = await readFile(join(gateway.dataDir, 'secret'), 'utf8');
    expect(tar).not.toContain(secret.trim());
    expect((await download()).status).toBe(404);
    const audit = await owner.get('/audit?action=downloadBackup');
    expect(audit.body.items.map((item: { status: number }) => item.status).sort()).toEqual([200, 403, 404]);
  });

  it.skipIf(skipped)(
    'limits at once what clients may send, and keys without quotas of their own',
    async () => {
      await owner.patch('/settings/limits', { value: { bodyMb: 1 } });
      const large = { model: 'demo-chat', messages: [{ role: 'user', content: 'x'.repeat(1_100_000) }] };
      expect((await gateway.post('/v1/chat/completions', large)).status).toBe(413);
      await owner.patch('/settings/limits', { value: { bodyMb: null, keyRequestsPerMinute: 1 } });
      const small = { model: 'demo-chat', messages: [{ role: 'user', content: 'hello' }] };
      const made = await owner.post('/projects/default/keys', { name: 'fresh', kind: 'user' });
      const ask = async () =>
        (await gateway.post('/v1/chat/completions', small, { authorization: `Bearer ${made.body.key}` }))
          .status;
      await insideAMinute();
      expect([await ask(), await ask()]).toEqual([200, 429]);
      const usage = (await owner.get(`/projects/default/keys/${made.body.id}/usage`)).body;
      expect(usage.holders[0].quotas[0]).toMatchObject({ measure: 'requests', per: 'minute', limit: 1 });
      await owner.patch('/settings/limits', { value: { keyRequestsPerMinute: null } });
      expect(await ask()).toBe(200);
    },
  );
});
