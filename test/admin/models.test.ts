import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { type AdminClient, setUpOwner } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
let first: Fake;
let second: Fake;
beforeAll(async () => {
  [first, second] = await Promise.all([startOpenAi(), startOpenAi()]);
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
  for (const [name, fake, tags] of [
    ['first', first, ['eu']],
    ['second', second, ['us']],
  ] as const) {
    const channel = { name, type: 'openai', baseUrl: fake.url, tags, credentials: [{ key: 'sk-test' }] };
    expect((await owner.post('/channels', channel)).status).toBe(201);
  }
});
afterAll(async () => {
  await gateway.close();
  await Promise.all([first.close(), second.close()]);
});
afterEach(async () => {
  for (const { id } of (await owner.get('/models')).body.items) await owner.delete(`/models/${id}`);
  await owner.patch('/settings/models', { value: { onlyEntries: false } });
  for (const fake of [first, second]) fake.calls.length = 0;
});

const create = async (body: object) => {
  const made = await owner.post('/models', body);
  expect([made.status, made.body.error]).toEqual([201, undefined]);
  return made.body;
};
const chat = (model: string, more: object = {}) =>
  gateway.post('/v1/chat/completions', { model, messages: [{ role: 'user', content: 'Hello' }], ...more });
const listed = async () => {
  const headers = { authorization: `Bearer ${gateway.key}` };
  const { data } = (await (await fetch(`${gateway.url}/v1/models`, { headers })).json()) as {
    data: { id: string; owned_by: string; description?: string }[];
  };
  return data;
};
const tries = () => [first.calls.length, second.calls.length];

describe('a model entry', () => {
  it('is listed, called and explained by its name, in the order of its associations', async () => {
    const associations = [
      { tags: ['us'], model: 'gpt-5-mini', priority: 1 },
      { channels: ['first'], model: 'gpt-5', priority: 2 },
    ];
    const entry = await create({
      name: 'house',
      developer: 'Us',
      description: 'For everything',
      associations,
    });
    expect(entry.targets).toEqual([
      { channel: 'second', provider: 'openai', upstreamModel: 'gpt-5-mini', priority: 1, conditional: false },
      { channel: 'first', provider: 'openai', upstreamModel: 'gpt-5', priority: 2, conditional: false },
    ]);
    expect((await listed()).find(({ id }) => id === 'house')).toMatchObject({
      ...{ owned_by: 'Us', description: 'For everything' },
    });
    expect((await chat('house')).status).toBe(200);
    expect(tries()).toEqual([0, 1]);
    expect(second.calls[0]?.json).toMatchObject({ model: 'gpt-5-mini' });
    const explained = (await owner.get('/routing/explain?model=house')).body;
    expect(explained).toMatchObject({
      entry: 'house',
      candidates: [
        { channel: 'second', association_priority: 1 },
        { channel: 'first', association_priority: 2 },
      ],
    });
  });

  it('falls back from one association to the next', async () => {
    const associations = [
      { channels: ['first'], model: 'gpt-5-mini', priority: 1 },
      { channels: ['second'], model: 'gpt-5', priority: 2 },
    ];
    await create({ name: 'sure', associations });
    first.next({
      status: 500,
      json: { error: { message: 'No', type: 'server_error', code: null, param: null } },
    });
    expect((await chat('sure')).status).toBe(200);
    expect(second.calls[0]?.json).toMatchObject({ model: 'gpt-5' });
  });

  it('sends requests where their conditions fit', async () => {
    const associations = [
      { channels: ['first'], model: 'gpt-5', when: { stream: true } },
      { channels: ['second'], model: 'gpt-5-mini', when: { stream: false } },
    ];
    const { targets } = await create({ name: 'split', associations });
    expect(targets.map(({ conditional }: { conditional: boolean }) => conditional)).toEqual([true, true]);
    await (await chat('split', { stream: true })).text();
    expect(tries()).toEqual([1, 0]);
    await (await chat('split')).text();
    expect(tries()).toEqual([1, 1]);
  });

  it('takes a name away from everybody when it is switched off, and gives it back when it goes', async () => {
    const { id } = await create({ name: 'gpt-5-mini', enabled: false });
    expect((await chat('gpt-5-mini')).status).toBe(404);
    expect((await listed()).some((model) => model.id === 'gpt-5-mini')).toBe(false);
    const { others } = (await owner.get('/routing/explain?model=gpt-5-mini')).body;
    expect(others[0].reason).toBe('The model is switched off.');
    expect((await owner.delete(`/models/${id}`)).status).toBe(204);
    expect((await chat('gpt-5-mini')).status).toBe(200);
  });

  it('is what keys allow or not, by its name', async () => {
    await create({ name: 'house', associations: [{ model: 'gpt-5-mini' }] });
    const made = await owner.post('/projects/default/keys', {
      name: 'k',
      rules: { allowedModels: ['house'] },
    });
    const ask = (model: string) =>
      fetch(`${gateway.url}/v1/chat/completions`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${made.body.secret ?? made.body.key}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hi' }] }),
      });
    expect([(await ask('house')).status, (await ask('gpt-5-mini')).status]).toEqual([200, 403]);
  });

  it('can be all there is', async () => {
    await create({ name: 'house', associations: [{ model: 'gpt-5-mini' }] });
    await owner.patch('/settings/models', { value: { onlyEntries: true } });
    expect((await listed()).map(({ id }) => id)).toEqual(['house']);
    expect([(await chat('house')).status, (await chat('gpt-5-mini')).status]).toEqual([200, 404]);
  });

  it('is changed, found, and tried out before it is saved', async () => {
    const { id } = await create({ name: 'house', developer: 'Us' });
    const unserved = (await owner.get('/models?state=unserved&search=hou')).body.items;
    expect(unserved).toMatchObject([{ id, targets: [] }]);
    const changed = await owner.patch(`/models/${id}`, { associations: [{ model: '/^gpt-5-m/' }] });
    expect(changed.body).toMatchObject({
      developer: 'Us',
      associations: [{ model: '/^gpt-5-m/', priority: 1 }],
    });
    expect(changed.body.targets.length).toBeGreaterThan(1);
    const draft = { name: 'x', associations: [{ channels: ['sec*'], model: 'gpt-5' }] };
    expect((await owner.post('/models/preview', draft)).body.targets).toMatchObject([{ channel: 'second' }]);
  });

  it.each([
    ['name', { name: '' }],
    ['associations[0].model', { name: 'x', associations: [{ model: '/(/' }] }],
    [
      'associations[0].when.operations[0]',
      { name: 'x', associations: [{ when: { operations: ['dance'] } }] },
    ],
    ['colour', { name: 'x', colour: 'red' }],
  ])('that makes no sense is refused, naming %s', async (field, body) => {
    const { status, body: answer } = await owner.post('/models', body);
    expect([status, answer.error.field]).toEqual([400, field]);
  });

  it('does not share its name with another', async () => {
    await create({ name: 'house' });
    expect((await owner.post('/models', { name: 'house' })).body.error.field).toBe('name');
  });
});
