import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { blobFiles, eventually, keptRows } from '../gateway/kept-pictures.ts';
import { type GatewayProcess, launch } from '../start/gateway-process.ts';
import { type Fake, startFake } from '../upstreams/fake.ts';
import { makePicture } from '../upstreams/picture.ts';
import { startLoad } from './load.ts';

/** The long mode: `KILL_ROUNDS=100 npx vitest run test/faults/killed-under-load.test.ts`. */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 3);
const ROOM_MS = 60_000 + ROUNDS * 30_000;
const KEY = 'ah-test-0123456789';
const COST = 'cost_nano_usd';

let dataDir: string;
let upstream: Fake;
/** Pictures the upstream made, by the prompt: each is another one, and billed. */
let billed: Set<string>;
let gateway: GatewayProcess;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'axonhub-killed-'));
  billed = new Set();
  upstream = await startFake(async ({ json }) => {
    const { prompt } = json as { prompt: string };
    await pause(Math.random() * 60);
    billed.add(prompt);
    const picture = await makePicture({ width: 64, height: 64, format: 'png', label: prompt });
    const usage = { input_tokens: 10, output_tokens: 100, total_tokens: 110 };
    return { json: { created: 1, data: [{ b64_json: picture.toString('base64') }], usage } };
  });
});
afterEach(async () => {
  await gateway.kill();
  await upstream.close();
  await rm(dataDir, { recursive: true, force: true });
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function start(): Promise<void> {
  const channels = [
    { name: 'openai', type: 'openai', base_url: upstream.url, api_key: 'sk', models: ['gpt-image-2'] },
  ];
  const config = join(dataDir, 'axonhub.yml');
  await writeFile(config, stringify({ api_keys: [{ name: 'test', key: KEY }], channels }));
  const args = ['src/start.js', '--config', config];
  gateway = await launch({ command: process.execPath, args, cwd: process.cwd(), dataDir });
  await gateway.ready();
}

const loadOf = (round: number) =>
  startLoad({
    url: gateway.origin,
    key: KEY,
    next: (number) => ({
      path: '/v1/images/generations',
      body: { model: 'gpt-image-2', prompt: `${round}-${number}`, size: '1024x1024' },
    }),
  });

/** What the books say of each request with a picture. */
function bookedRequests(): Map<string, { readonly cost: unknown; readonly image_count: number }> {
  const database = new DatabaseSync(join(dataDir, 'axonhub.db'), { readOnly: true });
  try {
    const rows = database.prepare(`select id, ${COST} as cost, image_count from requests`).all();
    return new Map(rows.map((row) => [String(row.id), row as never]));
  } finally {
    database.close();
  }
}

it(
  'kill -9 at random moments under load loses no picture that a client has in hand',
  async () => {
    const hands: {
      readonly requestId: string;
      readonly pictures: readonly string[];
      readonly lastMs: number;
    }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await start();
      const load = loadOf(round);
      await eventually(() => load.received.length > 0, 30_000);
      await pause(Math.random() * 800);
      const killedAt = Date.now();
      await gateway.kill();
      await load.stop();
      const whole = load.received.filter(({ status }) => status === 200);
      expect(whole.length).toBeGreaterThan(0);
      hands.push(...whole.map((each) => ({ ...each, lastMs: killedAt - each.at })));
    }
    await start();
    const rows = new Map(keptRows(dataDir).map((row) => [row.sha256, row.request_id]));
    for (const { requestId, pictures } of hands) {
      expect(pictures).toHaveLength(1);
      const [sha256 = ''] = pictures;
      expect(rows.get(sha256)).toBe(requestId);
      expect(await blobFiles(dataDir, sha256)).toHaveLength(1);
    }
    // The database is whole, and whatever it names is there.
    for (const sha256 of rows.keys()) expect(await blobFiles(dataDir, sha256)).toHaveLength(1);
    expect(rows.size).toBeLessThanOrEqual(billed.size);
    const booked = bookedRequests();
    for (const [, { cost, image_count }] of booked) {
      if (image_count > 0) expect(Number(cost)).toBeGreaterThan(0);
    }
    // Rows are written behind: those of the last moments may be missing, no others, and none is there twice.
    const missing = hands.filter(({ requestId }) => !booked.has(requestId));
    for (const { lastMs } of missing) expect(lastMs).toBeLessThan(1_000);
    console.info(
      `${ROUNDS} rounds: ${hands.length} pictures in hand, ${rows.size} kept of ${billed.size} billed, ${missing.length} log rows lost`,
    );
  },
  ROOM_MS,
);

it(
  'SIGTERM under load lets every request end, and books exactly what was billed',
  async () => {
    await start();
    const load = loadOf(0);
    await eventually(() => load.received.length > 5, 30_000);
    expect(await gateway.stop()).toBe(0);
    await load.stop();
    const answered = load.received.filter(({ status }) => status === 200);
    // New requests on open connections are told that nobody takes them any more.
    expect(load.received.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
    // An idle connection may end under a request that is just being sent; that none was cut off at work, the bills below show.
    expect(load.broken.filter((each) => !/ECONNREFUSED|ECONNRESET|other side closed/.test(each))).toEqual([]);
    const booked = bookedRequests();
    expect([...booked.keys()].sort()).toEqual(answered.map(({ requestId }) => requestId).sort());
    expect(booked.size).toBe(billed.size);
    for (const { cost } of booked.values()) expect(Number(cost)).toBeGreaterThan(0);
    expect(keptRows(dataDir)).toHaveLength(billed.size);
  },
  ROOM_MS,
);
