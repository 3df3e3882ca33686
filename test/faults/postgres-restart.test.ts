import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BreakableLink, breakableLink } from '../contract/breakable-link.ts';
import { createDatabase, type TestDatabase } from '../contract/postgres-database.ts';
import { isReachable } from '../contract/services.ts';
import { blobFiles, eventually } from '../gateway/kept-pictures.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { startLoad } from './load.ts';

const reachable = await isReachable('PostgreSQL', 5432);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Of a request: what looks around by itself may say that it could not. */
const OWN_FAULT = /"requestId":"req_\w+","code":"internal"/;

let database: TestDatabase;
let link: BreakableLink;
let gateway: TestGateway;

async function rows<Row>(query: string): Promise<Row[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(query)).rows as Row[];
  } finally {
    await client.end();
  }
}

const chat = (content: string, more: object = {}) => ({
  path: '/v1/chat/completions',
  body: { model: 'demo-chat', messages: [{ role: 'user', content }], ...more },
});
const picture = (prompt: string) => ({
  path: '/v1/images/generations',
  body: { model: 'demo-image', prompt, size: '64x64' },
});

describe.skipIf(!reachable)('PostgreSQL that is restarted under load', () => {
  beforeAll(async () => {
    database = await createDatabase();
    link = await breakableLink(5432);
    const url = new URL(database.url);
    url.port = String(link.port);
    gateway = await startGateway({ channels: [{ name: 'demo', type: 'demo' }], database_url: url.href });
  });
  afterAll(async () => {
    await gateway.close();
    await link.close();
    await database.drop();
  });

  it('costs no answer, no picture and no row, and counts nothing twice', async () => {
    const load = startLoad({
      url: gateway.url,
      key: gateway.key,
      next: (number) => (number % 2 === 0 ? picture(`Kite ${number}`) : chat(`Number ${number}`)),
    });
    const more = async (count: number) => {
      const wanted = load.received.length + count;
      await eventually(() => load.received.length >= wanted, 15_000);
    };
    await more(8);
    // As a restart does: sessions are ended first, then nobody listens for a while.
    const name = new URL(database.url).pathname.slice(1);
    await rows(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
    );
    await more(4);
    await link.down();
    await pause(700);
    await link.up();
    await more(8);
    await load.stop();

    expect(load.broken).toEqual([]);
    expect(load.received.filter(({ status }) => status !== 200)).toEqual([]);
    await eventually(async () => (await rows('select id from requests')).length >= load.received.length);
    const logged = (await rows<{ id: string }>('select id from requests')).map(({ id }) => id);
    expect(logged.sort()).toEqual(load.received.map(({ requestId }) => requestId).sort());
    const [sum] = await rows<{ requests: string }>(
      'select sum(requests) as requests from usage_sums where step = 900000',
    );
    expect(Number(sum?.requests)).toBe(load.received.length);
    const kept = (await rows<{ sha256: string }>('select sha256 from images')).map(({ sha256 }) => sha256);
    const pictures = load.received.flatMap((each) => each.pictures);
    expect(pictures.length).toBeGreaterThan(5);
    expect(kept.sort()).toEqual(pictures.sort());
    for (const sha256 of new Set(pictures)) expect(await blobFiles(gateway.dataDir, sha256)).toHaveLength(1);
    for (const line of gateway.log().split('\n')) expect(line).not.toMatch(OWN_FAULT);
  });

  it('away for good: what needs it is a clear 503, what does not goes on', async () => {
    await link.down();
    try {
      const began = Date.now();
      const text = await gateway.post('/v1/chat/completions', chat('still there?').body);
      expect(text.status).toBe(200);
      expect(Date.now() - began).toBeLessThan(5_000);
      const response = await gateway.post('/v1/images/generations', picture('Kite').body);
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({
        error: { message: 'The gateway cannot reach its database.' },
      });
    } finally {
      await link.up();
    }
  }, 40_000);

  it('a text with a zero byte, which it cannot store, spoils neither a picture nor the log', async () => {
    const asked = [
      gateway.post('/v1/chat/completions', { ...chat('x').body, model: 'demo\0chat' }),
      gateway.post('/v1/images/generations', picture('A kite\0with a tail').body),
      gateway.post(
        '/v1/chat/completions',
        { ...chat('x').body, session_id: 'a\0b' },
        { 'ah-thread-id': 'plain' },
      ),
      gateway.post('/v1/responses', { model: 'demo-chat', input: 'a\0b' }),
    ];
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status)).toEqual([404, 200, 200, 200]);
    const ids = answers.map(({ headers }) => `'${headers.get('ah-request-id')}'`).join();
    const written = () => rows(`select id from requests where id in (${ids})`);
    await eventually(async () => (await written()).length === asked.length);
    const prompts = await rows<{ prompt: string }>(
      "select prompt from images where prompt like 'A kite%tail'",
    );
    expect(prompts).toHaveLength(1);
    for (const line of gateway.log().split('\n')) expect(line).not.toMatch(OWN_FAULT);
  });
});
