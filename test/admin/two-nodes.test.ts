import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../contract/postgres-database.ts';
import { emptyRedis } from '../contract/redis-database.ts';
import { isReachable } from '../contract/services.ts';
import { eventually } from '../gateway/kept-pictures.ts';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type AdminClient, adminClient, join, OWNER } from './admin-client.ts';

const reachable = [await isReachable('PostgreSQL', 5432), await isReachable('Redis', 6379)].every(Boolean);

interface Nodes {
  one: TestGateway;
  two: TestGateway;
  database: TestDatabase;
  owner: AdminClient;
}
const at = {} as Nodes;

/** The same browser, at the other node. */
const elsewhere = (client: AdminClient, { url }: TestGateway) =>
  adminClient(url, { cookie: client.cookie().split(';', 1)[0] });

describe.skipIf(!reachable)('people at two gateways on one PostgreSQL and Redis', () => {
  beforeAll(async () => {
    at.database = await createDatabase();
    const file = {
      secret: 'one secret of both nodes',
      database_url: at.database.url,
      redis_url: await emptyRedis('people'),
    };
    [at.one, at.two] = await Promise.all([startGateway(file), startGateway(file)]);
  });
  afterAll(async () => {
    await Promise.all([at.one.close(), at.two.close()]);
    await at.database.drop();
  });

  it('have one owner, however many set both up at once', async () => {
    const tries = Array.from({ length: 6 }, async (_, index) => {
      const client = adminClient((index % 2 ? at.one : at.two).url);
      const { status } = await client.post('/setup', { ...OWNER, email: `owner${index}@example.com` });
      return { client, status };
    });
    const results = await Promise.all(tries);
    expect(results.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    at.owner = results.find(({ status }) => status === 201)?.client ?? at.owner;
  });

  it('are signed in at both, and out at both at once', async () => {
    const person = await join(at.owner, at.one.url, { email: 'kim@example.com', role: 'viewer' });
    const there = elsewhere(person, at.two);
    expect((await there.get('/me')).body.email).toBe('kim@example.com');
    await at.owner.patch(`/users/${person.id}`, { enabled: false });
    expect([(await person.get('/me')).status, (await there.get('/me')).status]).toEqual([401, 401]);
  });

  it('see at one node what happens at the other', async () => {
    const leave = new AbortController();
    const stream = await fetch(`${at.one.url}/admin/projects/default/requests/live`, {
      headers: { cookie: at.owner.cookie().split(';', 1)[0] ?? '' },
      signal: leave.signal,
    });
    const body = { model: 'no-such-model', messages: [] };
    const asking = setInterval(() => void at.two.post('/v1/chat/completions', body), 100);
    let text = '';
    for await (const chunk of stream.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('event: request')) break;
    }
    clearInterval(asking);
    leave.abort();
    expect(text).toContain('"dialect":"openai-chat"');
  });

  it('decide settings for both within a second', async () => {
    await at.owner.patch('/settings/general', { value: { name: 'Atelier' } });
    const names = () =>
      Promise.all(
        [at.one, at.two].map(async ({ url }) => (await adminClient(url).get('/sign-in')).body.name),
      );
    await eventually(async () => (await names()).every((name) => name === 'Atelier'), 1_000);
  });

  it('fail to sign in at both together', async () => {
    const body = { email: 'stranger@example.com', password: 'a guess' };
    const tries = Array.from({ length: 12 }, (_, index) =>
      adminClient((index % 2 ? at.one : at.two).url).post('/session', body),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
  });
});
