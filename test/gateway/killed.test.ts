import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type GatewayProcess, launch } from '../start/gateway-process.ts';
import { type Fake, startFake } from '../upstreams/fake.ts';
import { inspectPicture, makePicture } from '../upstreams/picture.ts';
import { JobClient } from './job-client.ts';
import { eventually } from './kept-pictures.ts';

const KEY = 'ah-test-0123456789';
const drawn = await makePicture({ width: 1024, height: 1024, format: 'png', label: 'survivor' });
const queued = { model: 'fal-ai/flux-2', prompt: 'A kite' };
const atOnce = { model: 'gpt-image-2', prompt: 'A kite', size: '1024x1024' };

let dataDir: string;
let gateway: GatewayProcess;
let client: JobClient;
let queue: Fake;
let direct: Fake;
/** Lets both upstreams finish. */
let finish: () => void;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'axonhub-killed-'));
  let finished = false;
  const { promise: done, resolve } = Promise.withResolvers<void>();
  finish = () => {
    finished = true;
    resolve();
  };
  queue = await startFake(({ method, path, headers }) => {
    if (method === 'POST') return { json: { request_id: 'work-1', status: 'IN_QUEUE' } };
    if (method === 'PUT') return { json: {} };
    if (path.endsWith('/status')) return { json: { status: finished ? 'COMPLETED' : 'IN_QUEUE' } };
    if (path === '/picture.png') return { body: drawn, headers: { 'content-type': 'image/png' } };
    return { json: { images: [{ url: `http://${headers.host}/picture.png` }] } };
  });
  direct = await startFake(async () => {
    await done;
    return { json: { created: 1, data: [{ b64_json: drawn.toString('base64') }] } };
  });
  await start();
});
afterEach(async () => {
  finish();
  await gateway.kill();
  await Promise.all([queue.close(), direct.close()]);
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<void> {
  const channels = [
    { name: 'queue', type: 'fal', base_url: queue.url, api_key: 'fal', models: [queued.model] },
    { name: 'direct', type: 'openai', base_url: direct.url, api_key: 'sk', models: [atOnce.model] },
  ];
  const config = join(dataDir, 'axonhub.yml');
  const server = { shutdown_grace_seconds: 0 };
  await writeFile(config, stringify({ api_keys: [{ name: 'test', key: KEY }], channels, server }));
  const args = ['src/start.js', '--config', config];
  gateway = await launch({ command: process.execPath, args, cwd: process.cwd(), dataDir });
  await gateway.ready();
  client = new JobClient(gateway.origin, KEY);
}

/** Kills it, starts it again, and lets what the dead one held run out, as twenty seconds would. */
async function killAndRestart(): Promise<void> {
  await gateway.kill();
  const database = new DatabaseSync(join(dataDir, 'axonhub.db'));
  database.exec('update jobs set alive_until = 1; update answers set alive_until = 1;');
  database.close();
  await start();
}

const posts = ({ calls }: Fake): number => calls.filter(({ method }) => method === 'POST').length;

const work = (): string => {
  const database = new DatabaseSync(join(dataDir, 'axonhub.db'), { readOnly: true });
  try {
    return String(database.prepare('select work from jobs').get()?.work);
  } finally {
    database.close();
  }
};

it('a job at a provider that can be asked again goes on after kill -9, and is paid once', async () => {
  const { id } = await client.start('/v1/images/generations', queued);
  await eventually(() => work().includes('work-1'));
  await killAndRestart();
  finish();
  const job = await client.ended(id);
  expect(job).toMatchObject({ status: 'completed', times_started: 2 });
  const { data } = job.result as { data: readonly { b64_json: string }[] };
  expect(await inspectPicture(Buffer.from(data[0]?.b64_json ?? '', 'base64'))).toMatchObject({ width: 1024 });
  expect(posts(queue)).toBe(1);
}, 120_000);

it('a job whose outcome nobody can ask for fails with the reason after kill -9, and is not repeated', async () => {
  const { id } = await client.start('/v1/images/generations', atOnce);
  await eventually(() => direct.calls.length === 1);
  await killAndRestart();
  const job = await client.ended(id);
  expect(job).toMatchObject({ status: 'failed', times_started: 2, error: { code: 'interrupted' } });
  const result = await client.get(`/v1/jobs/${id}/result`);
  expect(result.status).toBe(500);
  expect(await result.json()).toMatchObject({ error: { code: 'interrupted' } });
  expect(posts(direct)).toBe(1);
}, 120_000);

it('a job whose client allows it is repeated after kill -9', async () => {
  const { id } = await client.start('/v1/images/generations', atOnce, { 'ah-retry-unknown': 'true' });
  await eventually(() => direct.calls.length === 1);
  await killAndRestart();
  finish();
  expect(await client.ended(id)).toMatchObject({ status: 'completed', times_started: 2 });
  expect(posts(direct)).toBe(2);
}, 120_000);

it('an orderly stop hands a job over without taking the work back', async () => {
  const { id } = await client.start('/v1/images/generations', queued);
  await eventually(() => work().includes('work-1'));
  await gateway.stop();
  await start();
  finish();
  expect(await client.ended(id)).toMatchObject({ status: 'completed', times_started: 2 });
  expect(queue.calls.map(({ method }) => method)).not.toContain('PUT');
  expect(posts(queue)).toBe(1);
}, 120_000);

it('a request under an Idempotency-Key is not repeated after kill -9 unless its client says so', async () => {
  const headers = { 'idempotency-key': 'once' };
  const lost = client.ask('/v1/images/generations', atOnce, headers).catch((error: Error) => error.name);
  await eventually(() => direct.calls.length === 1);
  await killAndRestart();
  expect(await lost).toBe('TypeError');
  const again = await client.ask('/v1/images/generations', atOnce, headers);
  expect(again.status).toBe(500);
  expect(await again.json()).toMatchObject({ error: { code: 'interrupted' } });
  expect(posts(direct)).toBe(1);
  finish();
  const allowed = { ...headers, 'ah-retry-unknown': 'true' };
  expect((await client.ask('/v1/images/generations', atOnce, allowed)).status).toBe(200);
  expect(posts(direct)).toBe(2);
}, 120_000);
