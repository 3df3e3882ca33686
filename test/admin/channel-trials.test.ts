import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { startAnthropic } from '../upstreams/anthropic.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { inspectPicture } from '../upstreams/picture.ts';
import { type AdminClient, setUpOwner } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
let upstream: Fake;
beforeEach(async () => {
  upstream = await startOpenAi();
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const draft = () => ({ type: 'openai', baseUrl: upstream.url, credentials: [{ key: 'sk-test' }] });
const create = async (more: object = {}) =>
  (await owner.post('/channels', { name: 'work', ...draft(), ...more })).body;
const bodyOfLastCall = () => JSON.parse(upstream.calls.at(-1)?.body.toString() ?? '');

describe('the models an upstream has', () => {
  it('are asked for before the channel is saved, with what the catalogue knows of them', async () => {
    const { body } = await owner.post('/channel-drafts/models', { channel: draft() });
    expect(body.items).toHaveLength(6);
    expect(body.items).toContainEqual({
      ...{ id: 'gpt-image-2', title: expect.any(String), known: true, talks: false, draws: true },
    });
    expect((await owner.get('/channels')).body.items.map(({ name }: { name: string }) => name)).toEqual([
      'demo',
    ]);
  });

  it('are remembered by a saved channel and served where its rules say so', async () => {
    const { id } = await create({ models: { source: 'upstream' } });
    expect((await owner.get(`/channels/${id}`)).body.served).toEqual([]);
    await owner.post(`/channels/${id}/models`);
    const { body } = await owner.get(`/channels/${id}`);
    expect(body.modelRules.upstream).toHaveLength(6);
    expect(body.modelRules.askedAt).toBeGreaterThan(0);
    expect(body.served).toContainEqual({ name: 'gpt-5-mini', upstream: 'gpt-5-mini' });
    await owner.patch(`/channels/${id}`, { models: { source: 'upstream', exclude: ['gpt-image*'] } });
    expect((await owner.get(`/channels/${id}`)).body.served).toEqual([
      { name: 'gpt-5-mini', upstream: 'gpt-5-mini' },
    ]);
  });

  it('come from every page of the list', async () => {
    const anthropic = await startAnthropic();
    const page = (ids: string[], more: boolean) => ({
      json: { data: ids.map((id) => ({ type: 'model', id })), has_more: more, last_id: ids.at(-1) },
    });
    anthropic.next(page(['claude-a', 'claude-b'], true));
    anthropic.next(page(['claude-c'], false));
    const channel = { type: 'anthropic', baseUrl: anthropic.url, credentials: [{ key: 'sk-ant-test' }] };
    const { body } = await owner.post('/channel-drafts/models', { channel });
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(['claude-a', 'claude-b', 'claude-c']);
    expect(anthropic.calls.map(({ path }) => path)).toEqual([
      '/v1/models?limit=1000',
      '/v1/models?limit=1000&after_id=claude-b',
    ]);
    await anthropic.close();
  });

  it('are not told where the key is wrong, nor is the key', async () => {
    const channel = { ...draft(), credentials: [{ key: 'sk-wrong-and-secret' }] };
    const { status, body } = await owner.post('/channel-drafts/models', { channel });
    expect([status, body.error.code]).toEqual([502, 'upstream_auth']);
    expect(JSON.stringify(body) + gateway.log()).not.toContain('sk-wrong-and-secret');
  });

  it('have to be listed by hand where the provider cannot be asked', async () => {
    const channel = { type: 'bfl', credentials: [{ key: 'x' }] };
    const { status, body } = await owner.post('/channel-drafts/models', { channel });
    expect([status, body.error.field]).toEqual([400, 'type']);
  });
});

describe('a test of a channel', () => {
  it('makes one call, and shows the answer, the time and the cost', async () => {
    const { body } = await owner.post('/channel-drafts/test', {
      ...{ channel: draft(), model: 'gpt-5-mini', kind: 'text', prompt: 'Good morning' },
    });
    expect(body).toMatchObject({ ok: true, upstreamModel: 'gpt-5-mini', error: null, pictures: [] });
    expect(body.text).not.toBe('');
    expect(body.usd).toBeGreaterThan(0);
    expect(body.usage.inputTokens).toBeGreaterThan(0);
    expect(upstream.calls).toHaveLength(1);
  });

  it('shows the picture, small, and keeps it nowhere', async () => {
    const { id } = await create();
    const { body } = await owner.post(`/channels/${id}/test`, { model: 'gpt-image-2', kind: 'image' });
    expect(body).toMatchObject({
      ok: true,
      pictures: [{ mediaType: 'image/webp', width: 512, height: 512 }],
    });
    const bytes = Buffer.from(body.pictures[0].url.split(',')[1], 'base64');
    expect(await inspectPicture(bytes)).toMatchObject({ format: 'webp', width: 512, height: 512 });
    expect(bodyOfLastCall()).toMatchObject({ model: 'gpt-image-2', quality: 'low', n: 1 });
    expect((await owner.get('/projects/default/images')).body.items).toEqual([]);
    expect((await owner.get('/projects/default/requests')).body.items).toEqual([]);
  });

  it('says what went wrong, in words for operators, and leaves the health of the channel alone', async () => {
    const { id, credentials } = await create();
    await owner.patch(`/channels/${id}/credentials/${credentials[0].id}`, { key: 'sk-wrong-and-secret' });
    const { status, body } = await owner.post(`/channels/${id}/test`, { model: 'gpt-5-mini', kind: 'text' });
    expect([status, body.ok]).toEqual([200, false]);
    expect(body.error).toMatchObject({ code: 'upstream_auth', upstreamStatus: 401 });
    expect(JSON.stringify(body)).not.toContain('sk-wrong-and-secret');
    expect((await owner.get(`/channels/${id}`)).body.targets).toEqual([]);
  });

  it('works with a change that is not saved, over keys that are', async () => {
    const { id } = await create({ baseUrl: 'http://127.0.0.1:1' });
    const ask = { model: 'mine', kind: 'text' };
    const models = { source: 'list', list: [{ name: 'mine', upstream: 'gpt-5-mini' }] };
    const channel = { id, baseUrl: upstream.url, models };
    expect((await owner.post('/channel-drafts/test', { channel, ...ask })).body.ok).toBe(true);
    expect(bodyOfLastCall()).toMatchObject({ model: 'gpt-5-mini' });
    expect((await owner.get(`/channels/${id}`)).body.baseUrl).toBe('http://127.0.0.1:1');
  });

  it('tries the one credential that is named', async () => {
    const { id, credentials } = await create({
      credentials: [{ key: 'sk-wrong-1' }, { key: 'sk-test' }],
    });
    const ok = async (credential: string) =>
      (await owner.post(`/channels/${id}/test`, { model: 'gpt-5-mini', kind: 'text', credential })).body.ok;
    expect([await ok(credentials[0].id), await ok(credentials[1].id)]).toEqual([false, true]);
    const none = await owner.post(`/channels/${id}/test`, {
      model: 'm',
      kind: 'text',
      credential: 'cr_none',
    });
    expect(none.body.error.field).toBe('credential');
  });

  it('brings a channel that is avoided back when it works', async () => {
    const { id } = await create();
    upstream.next({ status: 429, headers: { 'retry-after': '600' }, json: { error: { message: 'Later' } } });
    const messages = [{ role: 'user', content: 'Hi' }];
    await gateway.post('/v1/chat/completions', { model: 'gpt-5-mini', messages });
    expect((await owner.get(`/channels/${id}`)).body.health).toBe('open');
    await owner.post(`/channels/${id}/test`, { model: 'gpt-5-mini', kind: 'text' });
    expect((await owner.get(`/channels/${id}`)).body.health).toBe('untried');
  });
});
