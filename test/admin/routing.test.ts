import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { type AdminClient, adminClient, setUpOwner } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
let upstream: Fake;
let key: string;
beforeAll(async () => {
  upstream = await startOpenAi();
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
  const create = (name: string, more: object = {}) =>
    owner.post('/channels', {
      name,
      type: 'openai',
      baseUrl: upstream.url,
      credentials: [{ key: 'sk-test' }],
      ...more,
    });
  await create('work', {
    credentials: [
      { key: 'sk-1', label: 'one' },
      { key: 'sk-2', label: 'two' },
    ],
  });
  await create('listed', { models: { source: 'list', list: [{ name: 'other' }] } });
  await create('off', { enabled: false });
  await create('bare', { baseUrl: null, credentials: [] });
  const profile = {
    name: 'cheap',
    mappings: [{ from: 'best', to: 'gpt-5-mini' }],
    allowedChannels: ['work', 'listed', 'off', 'bare'],
  };
  const rules = { profiles: [profile], activeProfile: 'cheap' };
  const made = await owner.post('/projects/default/keys', { name: 'agent', rules });
  expect([made.status, made.body.error]).toEqual([201, undefined]);
  key = made.body.id;
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const explain = async (query: string) => (await owner.get(`/routing/explain?${query}`)).body;
const reasons = (body: { others: { channel: string; reason: string }[] }) =>
  Object.fromEntries(body.others.map(({ channel, reason }) => [channel, reason]));

describe('the explanation of a route', () => {
  it('goes through the profile of the key to channels and credentials, and says why not the others', async () => {
    const body = await explain(`model=best&key=${key}`);
    expect(body).toMatchObject({ model: 'best', resolved: 'gpt-5-mini', strategy: 'adaptive' });
    expect(body.candidates).toMatchObject([
      { channel: 'work', credential: 'one', upstream_model: 'gpt-5-mini', health: 'closed' },
      { channel: 'work', credential: 'two' },
    ]);
    expect(reasons(body)).toEqual({
      listed: 'Its list of models does not name this one.',
      off: 'It is disabled.',
      bare: 'It has no credential that is enabled.',
    });
  });

  it('without a key is that of one without limits, and makes no call', async () => {
    const body = await explain('model=best');
    expect([body.resolved, body.candidates]).toEqual(['best', []]);
    expect(upstream.calls).toEqual([]);
  });

  it.each([
    ['model=gpt-5-mini&key=none', 404, 'query.key'],
    ['', 400, 'query.model'],
  ])('refuses %s', async (query, status, field) => {
    const reply = await owner.get(`/routing/explain?${query}`);
    expect([reply.status, reply.body.error.field]).toEqual([status, field]);
  });

  it('is for people who may see channels', async () => {
    expect((await adminClient(gateway.url).get('/routing/explain?model=m')).status).toBe(401);
  });
});
