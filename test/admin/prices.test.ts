import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { type AdminClient, join, setUpOwner } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
let upstream: Fake;
let channel: string;
beforeAll(async () => {
  upstream = await startOpenAi();
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
  const body = { name: 'work', type: 'openai', baseUrl: upstream.url, credentials: [{ key: 'sk-test' }] };
  channel = (await owner.post('/channels', body)).body.id;
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const perCall = (usd: number) => [{ what: 'request', per: 'request', usd }];
const set = async (body: object) => {
  const reply = await owner.post('/prices', { source: 'our contract', ...body });
  expect([reply.status, reply.body.error]).toEqual([201, undefined]);
  return reply.body;
};
const costOf = async (model: string): Promise<number> => {
  const messages = [{ role: 'user', content: 'Hello' }];
  const response = await gateway.post('/v1/chat/completions', { model, messages });
  expect(response.status).toBe(200);
  return Number(response.headers.get('ah-cost')?.split(';')[0]);
};
const effective = async (query: string) => (await owner.get(`/prices/effective?${query}`)).body;

describe('the price of a model', () => {
  it('is the catalogue’s, until somebody sets another one, which counts at once', async () => {
    const catalogue = await effective('model=gpt-5-mini&provider=openai');
    expect(catalogue).toMatchObject({ origin: 'catalogue', version: null });
    expect(catalogue.prices[0]).toMatchObject({ what: 'input_text', source: expect.any(String) });
    expect(await costOf('gpt-5-mini')).toBeLessThan(0.01);
    const version = await set({ model: 'gpt-5-mini', prices: perCall(0.25), note: 'flat' });
    expect(version).toMatchObject({ channel: null, source: 'our contract', validUntil: null });
    expect(await costOf('gpt-5-mini')).toBe(0.25);
    const now = await effective('model=gpt-5-mini');
    expect(now).toMatchObject({ origin: 'override', version: { id: version.id, note: 'flat' } });
    expect(now.prices[0].source).toMatch(/^our contract, \d{4}-\d\d-\d\d$/);
  });

  it('on one channel goes before that on all, and both can be ended', async () => {
    await set({ model: 'gpt-5', prices: perCall(0.5) });
    await set({ model: 'gpt-5', channel, prices: perCall(0.75) });
    expect(await costOf('gpt-5')).toBe(0.75);
    await set({ model: 'gpt-5', channel, prices: null });
    expect(await costOf('gpt-5')).toBe(0.5);
    await set({ model: 'gpt-5', prices: null });
    expect(await costOf('gpt-5')).toBeLessThan(0.01);
  });

  it('is known for every moment: what was valid when, and what will be', async () => {
    const first = await set({ model: 'gpt-5-nano', prices: perCall(1) });
    const soon = Date.now() + 60_000;
    const next = await set({ model: 'gpt-5-nano', prices: perCall(2), validFrom: soon });
    const { items } = (await owner.get('/prices?model=gpt-5-nano')).body;
    expect(items.map(({ id, validUntil }: { id: string; validUntil: number }) => [id, validUntil])).toEqual([
      [next.id, null],
      [first.id, soon],
    ]);
    expect((await effective(`model=gpt-5-nano&at=${soon - 1}`)).version.id).toBe(first.id);
    expect((await effective(`model=gpt-5-nano&at=${soon}`)).version.id).toBe(next.id);
    expect((await effective('model=gpt-5-nano&provider=openai&at=1000')).origin).not.toBe('override');
    expect((await owner.get('/prices?state=planned')).body.items).toMatchObject([{ id: next.id }]);
  });

  it('that has held stays on record; one to come can be taken back', async () => {
    const held = await set({ model: 'o3', prices: perCall(1) });
    expect((await owner.delete(`/prices/${held.id}`)).status).toBe(400);
    const planned = await set({ model: 'o3', prices: perCall(2), validFrom: Date.now() + 60_000 });
    expect((await owner.delete(`/prices/${planned.id}`)).status).toBe(204);
    expect((await owner.delete(`/prices/${planned.id}`)).status).toBe(404);
  });

  it.each([
    ['validFrom', { validFrom: 1000 }],
    ['channel', { channel: 'ch_none' }],
    ['source', { source: ' ' }],
    ['prices[0].usd', { prices: [{ what: 'request', per: 'request', usd: -1 }] }],
    ['prices[0].per', { prices: [{ what: 'input_text', per: 'image', usd: 1 }] }],
  ])('that makes no sense is refused, naming %s', async (field, more) => {
    const body = { model: 'x', source: 'bill', prices: perCall(1), ...more };
    const reply = await owner.post('/prices', body);
    expect([reply.status, reply.body.error.field]).toEqual([400, field]);
  });

  it('stands in the picture list that clients see', async () => {
    await set({ model: 'gpt-image-2', prices: [{ what: 'output_image', per: 'image', usd: 0.5 }] });
    const headers = { authorization: `Bearer ${gateway.key}` };
    const reply = await fetch(`${gateway.url}/v1/images/models`, { headers });
    const { data } = (await reply.json()) as { data: { id: string; estimates: object[] }[] };
    expect(data.find(({ id }) => id === 'gpt-image-2')?.estimates).toEqual([{ usd: 0.5 }]);
  });
});

describe('the catalogue of known models', () => {
  it('tells abilities and prices, with pages and filters', async () => {
    const find = async (query: string) => (await owner.get(`/known-models?${query}`)).body;
    const { items } = await find('provider=openai&kind=image&search=gpt-image-2');
    expect(items.find(({ id }: { id: string }) => id === 'gpt-image-2')).toMatchObject({
      ...{ id: 'gpt-image-2', provider: 'openai', retired: null, overridden: true },
      image: { tasks: ['generate', 'edit'], parameters: { size: { support: expect.any(String) } } },
    });
    const first = await find('limit=2');
    const second = await find(`limit=2&cursor=${encodeURIComponent(first.next)}`);
    expect(first.items).toHaveLength(2);
    expect(second.items[0].id).not.toBe(first.items[1].id);
    const drawing = await find('kind=image&limit=200');
    expect(drawing.items.every(({ image }: { image: unknown }) => image !== null)).toBe(true);
  });
});

describe('what keys can ask for', () => {
  it('is told with the prices in force to whoever may read models, or try them out in some project', async () => {
    await set({ model: 'gpt-image-2', prices: [{ what: 'output_image', per: 'image', usd: 0.25 }] });
    const role = await owner.post('/roles', {
      ...{ level: 'system', name: 'Price watcher', description: '' },
      scopes: ['models:read'],
    });
    const people = await Promise.all([
      join(owner, gateway.url, { email: 'watcher@example.com', role: role.body.id }),
      join(owner, gateway.url, {
        email: 'developer@example.com',
        memberships: [{ project: 'default', role: 'developer' }],
      }),
    ]);
    for (const person of people) {
      const { items } = (await person.get('/served-models')).body;
      expect(items.find(({ id }: { id: string }) => id === 'gpt-image-2')).toMatchObject({
        ...{ owner: 'openai', text: false, estimates: [{ usd: 0.25 }] },
        image: { tasks: ['generate', 'edit'] },
      });
    }
    const nobody = await join(owner, gateway.url, { email: 'nobody@example.com' });
    const refused = await nobody.get('/served-models');
    expect([refused.status, refused.body.error.message]).toEqual([
      403,
      expect.stringContaining('"models:read" or "playground:write"'),
    ]);
  });
});
