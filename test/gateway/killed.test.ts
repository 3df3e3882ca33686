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
  for (const table of ['jobs', 'answers', 'unsettled'])
    database.exec(`update ${table} set alive_until = ${LONG_AGO}`);
  database.close();
  await start();
}

const LONG_AGO = 1_000_000_000_000;

interface Logged {
  readonly request: { readonly [column: string]: unknown };
  readonly executions: readonly { readonly [column: string]: unknown }[];
}

/** What the request log says, as soon as it says so much. */
async function logged(count = 1): Promise<Logged[]> {
  let found: Logged[] = [];
  await eventually(() => {
    const database = new DatabaseSync(join(dataDir, 'axonhub.db'), { readOnly: true });
    try {
      found = database
        .prepare('select * from requests order by created_at')
        .all()
        .map((request) => ({
          request,
          executions: database
            .prepare('select * from executions where request_id = ?')
            .all(String(request.id)),
        }));
    } finally {
      database.close();
    }
    return found.length >= count;
  });
  return found;
}

const unsettledRows = (): number => {
  const database = new DatabaseSync(join(dataDir, 'axonhub.db'), { readOnly: true });
  try {
    return Number(database.prepare('select count(*) as rows from unsettled').get()?.rows);
  } finally {
    database.close();
  }
};

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

it('a plain request for a picture that kill -9 cuts off is in the log with its cost unknown, and its id tells', async () => {
  const lost = client.ask('/v1/images/generations', atOnce).catch((error: Error) => error.name);
  await eventually(() => direct.calls.length === 1);
  expect(unsettledRows()).toBe(1);
  await killAndRestart();
  expect(await lost).toBe('TypeError');
  const [{ request, executions } = { request: {}, executions: [] }] = await logged();
  expect(request).toMatchObject({
    ...{ project: 'default', model: atOnce.model, channel: 'direct', status: 500, error_code: 'interrupted' },
    ...{ cost_nano_usd: null, image_count: 0, execution_count: 1 },
  });
  expect(request.error_message).toMatch(
    /^Outcome unknown: the gateway stopped while the provider was working/,
  );
  expect(JSON.parse(String(request.cost))).toMatchObject({ unknown: expect.stringContaining('unknown') });
  expect(executions).toMatchObject([{ channel: 'direct', error_code: 'interrupted', cost_nano_usd: null }]);
  expect(unsettledRows()).toBe(0);
  const told = await client.get(`/v1/requests/${request.id}`);
  expect(await told.json()).toMatchObject({ status: 'failed', error: { code: 'interrupted' } });
  const metrics = await (await client.get('/metrics')).text();
  expect(metrics).toContain('axonhub_unpriced_calls_total{channel="direct",model="gpt-image-2"} 1');
}, 120_000);

it('a chat that asks for a picture is in the log too', async () => {
  const chat = {
    model: atOnce.model,
    modalities: ['image'],
    messages: [{ role: 'user', content: 'A kite' }],
  };
  const lost = client.ask('/v1/chat/completions', chat).catch((error: Error) => error.name);
  await eventually(() => direct.calls.length === 1);
  await killAndRestart();
  expect(await lost).toBe('TypeError');
  const [entry] = await logged();
  expect(entry?.request).toMatchObject({ dialect: 'openai-chat', error_code: 'interrupted' });
}, 120_000);

it('a request that ends as it should leaves nothing unsettled', async () => {
  finish();
  expect((await client.ask('/v1/images/generations', atOnce)).status).toBe(200);
  const [entry] = await logged();
  expect(entry?.request).toMatchObject({ status: 200, error_code: null });
  expect(unsettledRows()).toBe(0);
});

it('a job that kill -9 cuts off is one row of the log, with its cost unknown', async () => {
  const { id } = await client.start('/v1/images/generations', atOnce);
  await eventually(() => direct.calls.length === 1);
  await killAndRestart();
  await client.ended(id);
  await eventually(() => unsettledRows() === 0);
  const rows = await logged();
  expect(rows).toHaveLength(1);
  expect(rows[0]?.request).toMatchObject({
    error_code: 'interrupted',
    channel: 'direct',
    cost_nano_usd: null,
  });
  expect(JSON.parse(String(rows[0]?.request.cost))).toMatchObject({ unknown: expect.any(String) });
  expect(rows[0]?.executions).toMatchObject([{ channel: 'direct', error_code: 'interrupted' }]);
}, 120_000);

it('a job that goes on after kill -9 is one row of the log, which tells how it ended', async () => {
  const { id } = await client.start('/v1/images/generations', queued);
  await eventually(() => work().includes('work-1'));
  await killAndRestart();
  // Another process may have taken it for dead meanwhile.
  await eventually(() => unsettledRows() === 0 || posts(queue) === 1);
  finish();
  await client.ended(id);
  await eventually(async () => (await logged())[0]?.request.error_code === null);
  expect(await logged()).toHaveLength(1);
}, 120_000);
