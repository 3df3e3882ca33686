import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminClient, adminClient, OWNER, setUpOwner } from '../admin/admin-client.ts';
import { type BreakableLink, breakableLink } from '../contract/breakable-link.ts';
import { createDatabase, type TestDatabase } from '../contract/postgres-database.ts';
import { isReachable } from '../contract/services.ts';
import { eventually } from '../gateway/kept-pictures.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { startLoad } from './load.ts';

const reachable = [await isReachable('PostgreSQL', 5432), await isReachable('Redis', 6379)].every(Boolean);
const QUOTA = 10;

let database: TestDatabase;
let link: BreakableLink;
/** Reaches Redis by the link. */
let gateway: TestGateway;
/** Reaches it always. */
let neighbour: TestGateway;
let owner: AdminClient;

const chat = { model: 'demo-chat', messages: [{ role: 'user', content: 'hi' }] };

async function newKey(rules: object = {}): Promise<{ id: string; key: string }> {
  const { status, body } = await owner.post('/projects/default/keys', { name: 'poster', rules });
  expect(status).toBe(201);
  return body;
}

const ask = async (key: string, at = gateway): Promise<number> => {
  const response = await at.post('/v1/chat/completions', chat, { authorization: `Bearer ${key}` });
  await response.arrayBuffer();
  return response.status;
};

async function openNodes(): Promise<void> {
  [database, link] = [await createDatabase(), await breakableLink(6379)];
  const file = {
    secret: 'one secret of both nodes',
    database_url: database.url,
    channels: [{ name: 'demo', type: 'demo' }],
  };
  // A database of its own on the same Redis would be shared with other tests; a number is not.
  gateway = await startGateway({ ...file, redis_url: `redis://127.0.0.1:${link.port}/7` });
  neighbour = await startGateway({ ...file, redis_url: 'redis://127.0.0.1:6379/7' });
  owner = await setUpOwner(gateway.url);
}

async function closeNodes(): Promise<void> {
  await Promise.all([gateway.close(), neighbour.close()]);
  await link.close();
  await database.drop();
}

describe.skipIf(!reachable)('Redis gone while quotas are counted', () => {
  beforeAll(openNodes);
  afterAll(closeNodes);

  it('under load no request fails, and a quota holds for each node by itself', async () => {
    const quotas = [{ measure: 'requests', limit: QUOTA, per: 'total' }];
    const limited = await newKey({ quotas });
    const load = startLoad({
      url: gateway.url,
      key: gateway.key,
      next: () => ({ path: '/v1/chat/completions', body: chat }),
    });
    const more = async (count: number) => {
      const wanted = load.received.length + count;
      await eventually(() => load.received.length >= wanted, 15_000);
    };
    await more(5);
    await link.down();
    try {
      await more(20);
      const statuses: number[] = [];
      for (let asked = 0; asked < QUOTA + 5; asked += 1) statuses.push(await ask(limited.key));
      expect(statuses.filter((status) => status === 200)).toHaveLength(QUOTA);
      expect(statuses.slice(QUOTA)).toEqual([429, 429, 429, 429, 429]);
    } finally {
      await link.up();
    }
    await more(20);
    await load.stop();
    expect(load.broken).toEqual([]);
    expect(load.received.filter(({ status }) => status !== 200)).toEqual([]);
    expect(gateway.log()).toContain('this node counts quotas alone');
  });

  it('a key that is disabled meanwhile is told as disabled, is so here at once, and elsewhere soon', async () => {
    const { id, key } = await newKey();
    expect([await ask(key), await ask(key, neighbour)]).toEqual([200, 200]);
    await link.down();
    try {
      const { status, body } = await owner.patch(`/projects/default/keys/${id}`, { status: 'disabled' });
      expect([status, body.status]).toEqual([200, 'disabled']);
      expect(await ask(key)).toBe(401);
    } finally {
      await link.up();
    }
    await eventually(async () => (await ask(key, neighbour)) === 401);
  });

  it('projects, quotas, channels, models and settings are changed and somebody signs in meanwhile', async () => {
    const other = (await owner.post('/projects', { name: 'Season' })).body.id as string;
    const { id, key } = await newKey();
    await link.down();
    try {
      const quotas = [{ measure: 'requests', limit: 1_000, per: 'total' }];
      const channel = { name: 'second', type: 'demo' };
      const answers = [
        await owner.patch(`/projects/${other}`, { archived: true }),
        await owner.put('/projects/default/limits', { quotas }),
        await owner.post(`/projects/default/keys/${id}/rotate`, { overlapSeconds: 0 }),
        await owner.post('/channels', channel),
        await owner.post('/models', { name: 'sketch' }),
        await adminClient(gateway.url).post('/session', { email: OWNER.email, password: OWNER.password }),
      ];
      expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
      expect(answers.slice(0, 3).map(({ status }) => status)).toEqual([200, 200, 200]);
      expect(answers.at(-1)?.status).toBe(200);
      expect(await ask(key)).toBe(401);
    } finally {
      await link.up();
    }
  });
});
