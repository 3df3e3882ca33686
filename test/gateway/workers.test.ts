import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { type AdminClient, setUpOwner } from '../admin/admin-client.ts';
import { type GatewayProcess, launch, readBanner } from '../start/gateway-process.ts';
import { type Fake, startFake } from '../upstreams/fake.ts';
import { eventually } from './kept-pictures.ts';

const WORKERS = 3;
const MODEL = 'gpt-5-mini';

let dataDir: string;
let upstream: Fake;
let gateway: GatewayProcess;
let owner: AdminClient;
let firstKey: string;
/** Holds back the answer to whoever says "slowly". */
let finish: () => void;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'axonhub-workers-'));
  const { promise: done, resolve } = Promise.withResolvers<void>();
  finish = resolve;
  upstream = await startFake(async ({ body }) => {
    if (body.includes('slowly')) await done;
    const message = { role: 'assistant', content: 'Hello' };
    return { json: { id: 'a', model: MODEL, choices: [{ index: 0, message, finish_reason: 'stop' }] } };
  });
  const config = join(dataDir, 'axonhub.yml');
  const channels = [
    { name: 'openai', type: 'openai', base_url: upstream.url, api_key: 'sk', models: [MODEL] },
  ];
  await writeFile(config, stringify({ channels }));
  const args = ['src/start.js', '--config', config];
  const env = { AXONHUB_WORKERS: String(WORKERS) };
  gateway = await launch({ command: process.execPath, args, cwd: process.cwd(), dataDir, env });
  await gateway.ready();
  await eventually(() => workers().length === WORKERS && listening() >= WORKERS, 60_000);
  firstKey = /\bah-\w{40,}/.exec(gateway.output())?.[0] ?? '';
  owner = await setUpOwner(gateway.origin);
}, 120_000);
afterAll(async () => {
  finish();
  await gateway.kill();
  await upstream.close();
  await rm(dataDir, { recursive: true, force: true });
});

const listening = (): number => gateway.output().match(/AxonHub is listening/g)?.length ?? 0;

/** Process ids. */
function workers(): number[] {
  const tasks = readdirSync(`/proc/${gateway.pid}/task`);
  return tasks.flatMap((task) =>
    readFileSync(`/proc/${gateway.pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}

/** Over a connection of its own, so that workers take turns. */
function chat(key: string, content = 'Hi'): Promise<{ status: number; body: string }> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const agent = new Agent({ keepAlive: false });
  const options = { method: 'POST', headers, agent };
  return new Promise((resolve, reject) => {
    request(`${gateway.origin}/v1/chat/completions`, options, async (response) => {
      resolve({ status: response.statusCode ?? 0, body: await text(response) });
    })
      .once('error', reject)
      .end(JSON.stringify({ model: MODEL, messages: [{ role: 'user', content }] }));
  });
}

const many = async (count: number, key: string): Promise<number[]> => {
  const answers = await Promise.all(Array.from({ length: count }, () => chat(key)));
  return answers.map(({ status }) => status);
};

async function newKey(rules: object): Promise<{ id: string; key: string }> {
  const { status, body } = await owner.post('/projects/default/keys', { name: 'test', rules });
  expect(status).toBe(201);
  return body;
}

async function counter(name: string): Promise<number> {
  const metrics = await (await fetch(`${gateway.origin}/metrics`)).text();
  return Number(new RegExp(`^${name}(?:\\{.*\\})? (\\d+)`, 'm').exec(metrics)?.[1] ?? 0);
}

describe.skipIf(process.platform !== 'linux')('several workers on one port', () => {
  it('greet once and show one key, which all of them know', async () => {
    expect(gateway.output().match(/listens on http/g)).toHaveLength(1);
    expect(readBanner(gateway.output())?.key).toBe(firstKey);
    expect(new Set(await many(9, firstKey))).toEqual(new Set([200]));
  });

  it('keep to a quota to the very request, however the requests are spread', async () => {
    const { key } = await newKey({ quotas: [{ measure: 'requests', per: 'total', limit: 10 }] });
    const statuses = await many(40, key);
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(30);
  });

  it('all stop taking a key as soon as it is disabled, and take it again once it is enabled', async () => {
    const { key, id } = await newKey({});
    expect(new Set(await many(9, key))).toEqual(new Set([200]));
    await owner.patch(`/projects/default/keys/${id}`, { status: 'disabled' });
    await eventually(async () => (await many(9, key)).every((status) => status === 401), 2_000);
    await owner.patch(`/projects/default/keys/${id}`, { status: 'enabled' });
    await eventually(async () => (await many(9, key)).every((status) => status === 200), 2_000);
  });

  it('tell their metrics as one', async () => {
    const before = await counter('axonhub_requests_total');
    await many(12, firstKey);
    const seen = await Promise.all([1, 2, 3].map(() => counter('axonhub_requests_total')));
    expect(seen).toEqual([before + 12, before + 12, before + 12]);
  });

  it('a worker that is killed is replaced, its quotas counted on, and the others serve meanwhile', async () => {
    const { key } = await newKey({ quotas: [{ measure: 'requests', per: 'total', limit: 6 }] });
    expect(await many(3, key)).toEqual([200, 200, 200]);
    const before = workers();
    process.kill(before[0] ?? 0, 'SIGKILL');
    await eventually(() => !workers().includes(before[0] ?? 0));
    expect((await chat(firstKey)).status).toBe(200);
    await eventually(() => listening() > WORKERS && workers().length === WORKERS, 30_000);
    expect(gateway.output()).toContain('another takes its place');
    const statuses = await many(9, key);
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    expect(gateway.output().match(/listens on http/g)).toHaveLength(1);
  });

  it('let running requests end when they are stopped', async () => {
    const slow = chat(firstKey, 'slowly');
    await eventually(() => upstream.calls.some(({ body }) => body.includes('slowly')));
    const stopped = gateway.stop();
    // Those that have nothing to do are gone first.
    await eventually(() => workers().length === 1);
    finish();
    expect((await slow).status).toBe(200);
    expect(await stopped).toBe(0);
    expect(gateway.output()).not.toMatch(/"level":[56]0.*stop/);
  });
});
