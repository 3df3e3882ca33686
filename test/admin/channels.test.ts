import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { type AdminClient, setUpOwner } from './admin-client.ts';

const KEY = 'sk-test-0123456789-zyxw';

let gateway: TestGateway;
let owner: AdminClient;
let upstream: Fake;
beforeEach(async () => {
  upstream = await startOpenAi({ keys: [KEY] });
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const work = () => ({ name: 'work', type: 'openai', baseUrl: upstream.url, credentials: [{ key: KEY }] });

/** The new channel as the API shows it. */
async function create(more: object = {}) {
  const { status, body } = await owner.post('/channels', { ...work(), ...more });
  expect([status, body.error]).toEqual([201, undefined]);
  return body;
}

async function chat(model: string) {
  const messages = [{ role: 'user', content: 'Good morning' }];
  const response = await gateway.post('/v1/chat/completions', { model, messages });
  return { status: response.status, body: await response.json() };
}

const namesOf = async (query = '') =>
  (await owner.get(`/channels${query}`)).body.items.map(({ name }: { name: string }) => name);

describe('a channel made through the admin API', () => {
  it('serves requests at once, and the demo steps aside', async () => {
    expect((await chat('gpt-5-mini')).status).toBe(404);
    expect(await namesOf()).toEqual(['demo']);
    const channel = await create();
    expect(channel).toMatchObject({
      ...{ name: 'work', type: 'openai', origin: 'database', readOnly: false, enabled: true },
      ...{
        url: `${upstream.url}/v1`,
        priority: 1,
        weight: 100,
        problem: null,
        health: 'untried',
        models: null,
      },
    });
    expect((await chat('gpt-5-mini')).status).toBe(200);
    expect((await chat('demo-chat')).status).toBe(404);
    const { body } = await owner.get(`/channels/${channel.id}`);
    expect(body.health).toBe('closed');
    expect(body.targets).toMatchObject([{ model: 'gpt-5-mini', phase: 'closed', failures: 0 }]);
  });

  it('never shows its key again, nor does the database, the log or the audit', async () => {
    const { id, credentials } = await create();
    expect(credentials).toMatchObject([{ label: 'key 1', hint: 'zyxw', enabled: true, problem: null }]);
    const { body } = await owner.get(`/channels/${id}`);
    const file = await readFile(join(gateway.dataDir, 'axonhub.db'));
    const journal = await readFile(join(gateway.dataDir, 'axonhub.db-wal'));
    for (const text of [JSON.stringify(body), gateway.log(), file.toString(), journal.toString()]) {
      expect(text).not.toContain(KEY);
    }
  });

  it('serves the models its rules say, under the names they say', async () => {
    const models = { source: 'list', list: [{ name: 'fast', upstream: 'gpt-5-mini' }], prefix: 'team/' };
    const { id } = await create({ models });
    expect((await chat('team/fast')).status).toBe(200);
    expect(JSON.parse(upstream.calls.at(-1)?.body.toString() ?? '')).toMatchObject({ model: 'gpt-5-mini' });
    expect((await chat('fast')).status).toBe(404);
    const changed = await owner.patch(`/channels/${id}`, {
      models: { include: ['gpt-5*'] },
      mapping: [{ from: '*-mini', to: '$1-mini' }],
    });
    expect(changed.body.modelRules).toMatchObject({ source: 'catalogue', include: ['gpt-5*'], prefix: '' });
    expect(changed.body.served).toContainEqual({ name: 'gpt-5-mini', upstream: 'gpt-5-mini' });
    expect((await chat('gpt-5-mini')).status).toBe(200);
    expect((await chat('gpt-image-2')).status).toBe(404);
  });

  it('stops serving when it is disabled or archived, comes back when it is not, and can be deleted when archived', async () => {
    const { id } = await create();
    const bulk = async (action: string) => (await owner.post('/channels/bulk', { ids: [id], action })).body;
    for (const [off, on] of [
      ['disable', 'enable'],
      ['archive', 'restore'],
    ] as const) {
      expect(await bulk(off)).toEqual({ changed: 1 });
      expect((await chat('gpt-5-mini')).status).toBe(404);
      expect(await bulk(on)).toEqual({ changed: 1 });
      expect((await chat('gpt-5-mini')).status).toBe(200);
    }
    expect((await owner.delete(`/channels/${id}`)).body.error.message).toContain('Archive the channel first');
    await bulk('archive');
    expect((await owner.delete(`/channels/${id}`)).status).toBe(204);
    expect((await owner.get(`/channels/${id}`)).status).toBe(404);
    expect(await namesOf('?state=all')).toEqual(['demo']);
  });

  it('is copied with its key, switched off', async () => {
    const { id } = await create({ priority: 7, tags: ['eu'] });
    const { body: copy } = await owner.post(`/channels/${id}/copy`, { name: 'spare' });
    expect(copy).toMatchObject({ name: 'spare', enabled: false, priority: 7, tags: ['eu'] });
    await owner.post('/channels/bulk', { ids: [id], action: 'disable' });
    await owner.patch(`/channels/${copy.id}`, { enabled: true });
    expect((await chat('gpt-5-mini')).status).toBe(200);
  });
});

describe('credentials', () => {
  it('are added, replaced, switched off and taken away', async () => {
    const { id } = await create({ credentials: [] });
    expect((await chat('gpt-5-mini')).status).not.toBe(200);
    const added = await owner.post(`/channels/${id}/credentials`, {
      key: 'sk-wrong-0123456789',
      label: 'ours',
    });
    const [credential] = added.body.credentials;
    expect(credential).toMatchObject({ label: 'ours', hint: '6789' });
    expect((await chat('gpt-5-mini')).status).toBe(502);
    const path = `/channels/${id}/credentials/${credential.id}`;
    expect((await owner.patch(path, { key: KEY })).body.credentials).toMatchObject([{ hint: 'zyxw' }]);
    expect((await chat('gpt-5-mini')).status).toBe(200);
    expect((await owner.patch(path, { enabled: false })).body.credentials).toMatchObject([
      { enabled: false },
    ]);
    expect((await chat('gpt-5-mini')).status).not.toBe(200);
    expect((await owner.delete(path)).body.credentials).toEqual([]);
    expect((await owner.delete(path)).status).toBe(404);
  });

  it('give no hint where the key is short', async () => {
    const { credentials } = await create({ credentials: [{ key: 'short-key' }] });
    expect(credentials).toMatchObject([{ hint: '' }]);
  });

  it('say that they are missing where the provider wants one', async () => {
    const { body } = await owner.post('/channels', { name: 'bare', type: 'openai' });
    expect(body.problem).toBe('It has no credential that is enabled.');
  });

  it('that were sealed for another row do not open', async () => {
    const { id } = await create();
    await create({ name: 'other', credentials: [{ key: 'sk-of-somebody-else-1' }] });
    const db = new DatabaseSync(join(gateway.dataDir, 'axonhub.db'));
    const swap = `update channel_credentials set sealed =
      (select sealed from channel_credentials where channel_id <> ?) where channel_id = ?`;
    db.prepare(swap).run(id, id);
    db.close();
    const { body } = await owner.patch(`/channels/${id}`, { note: 'read again' });
    expect(body.credentials[0].problem).toContain('sealed for another place');
    expect(body.problem).toContain('sealed for another place');
  });
});

describe('secret settings', () => {
  const settings = { region: 'eu-central-1', access_key_id: 'AKIA1', session_token: 'the-session-token' };
  const bedrock = { name: 'aws', type: 'bedrock', settings, credentials: [{ key: 'the secret access key' }] };

  it('are sealed and named, never told; others stand as they are', async () => {
    const { body } = await owner.post('/channels', bedrock);
    expect(body.settings).toEqual({ region: 'eu-central-1', access_key_id: 'AKIA1' });
    expect(body.secretSettings).toEqual(['session_token']);
    expect(body.url).toBe('https://bedrock-runtime.eu-central-1.amazonaws.com');
    expect(JSON.stringify(body)).not.toContain('the-session-token');
    const journal = await readFile(join(gateway.dataDir, 'axonhub.db-wal'));
    expect(journal.includes('the-session-token')).toBe(false);
  });

  it('stay when others change, and go when they are null', async () => {
    const { body } = await owner.post('/channels', bedrock);
    const change = async (next: object) =>
      (await owner.patch(`/channels/${body.id}`, { settings: next })).body.secretSettings;
    expect(await change({ region: 'us-east-1' })).toEqual(['session_token']);
    expect(await change({ session_token: null })).toEqual([]);
  });

  it.each([
    [{ region: 'nowhere' }, 'settings.region'],
    [{ regoin: 'us-east-1' }, 'settings.regoin'],
  ])('are refused as %j, naming the member', async (bad, field) => {
    const { status, body } = await owner.post('/channels', { ...bedrock, settings: bad });
    expect([status, body.error.field]).toEqual([400, field]);
  });
});

describe('what makes no sense', () => {
  it.each([
    ['type', { type: 'opnai' }],
    ['name', { name: '' }],
    ['baseUrl', { baseUrl: 'ftp://example.com' }],
    ['baseUrl', { baseUrl: 'https://user:secret@example.com' }],
    ['settings', { settings: { region: 'x' } }],
    ['models.include[0]', { models: { include: ['/(/'] } }],
    ['models.list[1].name', { models: { source: 'list', list: [{ name: 'a' }, { name: 'a' }] } }],
    ['mapping[0].to', { mapping: [{ from: 'a' }] }],
    ['weight', { weight: 0 }],
    ['colour', { colour: 'red' }],
    ['credentials[0].key', { credentials: [{ key: ' ' }] }],
  ])('is refused, naming %s', async (field, more) => {
    const { status, body } = await owner.post('/channels', { ...work(), ...more });
    expect([status, body.error.field]).toEqual([400, field]);
    expect(await namesOf('?state=all')).toEqual(['demo']);
  });

  it('is a name that another channel has, archived or not', async () => {
    const { id } = await create();
    const again = () => owner.post('/channels', work());
    expect((await again()).body.error.field).toBe('name');
    await owner.post('/channels/bulk', { ids: [id], action: 'archive' });
    expect((await again()).body.error.field).toBe('name');
  });

  it('is changing many of which one does not exist: none is changed', async () => {
    const { id } = await create();
    const reply = await owner.post('/channels/bulk', { ids: [id, 'ch_none'], action: 'disable' });
    expect(reply.status).toBe(404);
    expect((await owner.get(`/channels/${id}`)).body.enabled).toBe(true);
  });
});

describe('the list', () => {
  beforeEach(async () => {
    await create({ name: 'Alpha', tags: ['eu'], priority: 2 });
    await create({ name: 'beta', enabled: false, note: 'of the research team' });
    await create({ name: 'gamma', type: 'gemini', baseUrl: null, credentials: [] });
  });

  it('comes in pages that go on where the one before ended', async () => {
    const first = (await owner.get('/channels?limit=2')).body;
    expect(first.items.map(({ name }: { name: string }) => name)).toEqual(['Alpha', 'beta']);
    const { body } = await owner.get(`/channels?limit=2&cursor=${first.next}`);
    expect([body.items[0].name, body.items.length, body.next]).toEqual(['gamma', 1, null]);
  });

  it.each([
    ['search=alpha', ['Alpha']],
    ['search=research', ['beta']],
    ['search=gemini', ['gamma']],
    ['tag=eu', ['Alpha']],
    ['type=openai', ['Alpha', 'beta']],
    ['state=enabled', ['Alpha', 'gamma']],
    ['state=disabled', ['beta']],
    ['state=unwell', ['gamma']],
    ['state=archived', []],
  ])('finds by %s', async (query, names) => {
    expect(await namesOf(`?${query}`)).toEqual(names);
  });

  it('is put into another order, with new priorities', async () => {
    const { items } = (await owner.get('/channels')).body;
    const [alpha, , gamma] = items.map(({ id }: { id: string }) => id);
    const order = { channels: [{ id: gamma, priority: 0 }, { id: alpha }] };
    expect((await owner.post('/channels/order', order)).status).toBe(204);
    const { body } = await owner.get('/channels');
    expect(
      body.items.map(({ name, priority }: { name: string; priority: number }) => [name, priority]),
    ).toEqual([
      ['gamma', 0],
      ['Alpha', 2],
      ['beta', 1],
    ]);
  });
});

it('shows channels of the configuration, which are changed where they stand', async () => {
  const channels = [{ name: 'fixed', type: 'openai', base_url: upstream.url, api_key: KEY }];
  const other = await startGateway({ channels });
  const admin = await setUpOwner(other.url);
  const { body } = await admin.get('/channels');
  expect(body.items).toMatchObject([{ id: 'file:fixed', name: 'fixed', origin: 'file', readOnly: true }]);
  expect((await admin.get('/channels/file:fixed')).body).toMatchObject({ settings: {}, timeoutMs: 300_000 });
  const change = await admin.patch('/channels/file:fixed', { enabled: false });
  expect([change.status, change.body.error.message]).toEqual([
    400,
    expect.stringContaining('configuration file'),
  ]);
  expect((await admin.post('/channels', work())).status).toBe(201);
  expect((await admin.post('/channels', { ...work(), name: 'fixed' })).body.error.field).toBe('name');
  await other.close();
});
