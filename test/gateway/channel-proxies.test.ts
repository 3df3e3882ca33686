import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdminClient, setUpOwner } from '../admin/admin-client.ts';
import type { Fake } from '../upstreams/fake.ts';
import { startOpenAi } from '../upstreams/openai.ts';
import { startHttpProxy, startSocksProxy, type TestProxy } from '../upstreams/proxies.ts';
import { startGateway, type TestGateway } from './start.ts';

const PASSWORD = 'a proxy p@ss:word';

let gateway: TestGateway;
let owner: AdminClient;
let upstream: Fake;
let proxies: TestProxy[];
beforeEach(async () => {
  proxies = [];
  upstream = await startOpenAi();
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
  await Promise.all(proxies.map((proxy) => proxy.close()));
});

async function create(proxy: object | null) {
  const channel = {
    name: 'work',
    type: 'openai',
    baseUrl: upstream.url,
    credentials: [{ key: 'sk-test' }],
    proxy,
  };
  const { status, body } = await owner.post('/channels', channel);
  expect([status, body.error]).toEqual([201, undefined]);
  return body;
}
async function ask() {
  const body = { model: 'gpt-5-mini', messages: [{ role: 'user', content: 'Good morning' }] };
  return (await gateway.post('/v1/chat/completions', body)).status;
}
const started = async (proxy: Promise<TestProxy>) => {
  proxies.push(await proxy);
  return proxies.at(-1) as TestProxy;
};

describe('a channel with a proxy', () => {
  it.each([
    ['HTTP', () => startHttpProxy(PASSWORD)],
    ['SOCKS5', () => startSocksProxy(PASSWORD)],
  ])('makes its calls through %s, and asks for models through it too', async (_kind, start) => {
    const proxy = await started(start());
    const { id } = await create({ url: proxy.url, username: 'proxy', password: PASSWORD });
    expect(await ask()).toBe(200);
    expect(new Set(proxy.targets)).toEqual(new Set([new URL(upstream.url).host]));
    const before = upstream.calls.length;
    expect((await owner.post(`/channels/${id}/models`)).status).toBe(200);
    expect(upstream.calls.length).toBe(before + 1);
  });

  it('does not fall back to a direct call where the proxy refuses or is gone', async () => {
    const proxy = await started(startHttpProxy(PASSWORD));
    const { id } = await create({ url: proxy.url, username: 'proxy', password: 'wrong' });
    expect(await ask()).toBeGreaterThanOrEqual(502);
    await owner.patch(`/channels/${id}`, { proxy: { url: 'http://127.0.0.1:1' } });
    expect(await ask()).toBeGreaterThanOrEqual(502);
    expect(upstream.calls).toEqual([]);
    await owner.patch(`/channels/${id}`, { proxy: null });
    await owner.post(`/channels/${id}/test`, { model: 'gpt-5-mini', kind: 'text' });
    expect(await ask()).toBe(200);
  });

  it('never tells the password, which stays with its proxy alone', async () => {
    const proxy = await started(startHttpProxy(PASSWORD));
    const given = { url: proxy.url, username: 'proxy' };
    const { id, proxy: shown } = await create({ ...given, password: PASSWORD });
    expect(shown).toEqual({ ...given, passwordSet: true });
    const change = async (next: object) =>
      (await owner.patch(`/channels/${id}`, { proxy: next })).body.proxy.passwordSet;
    expect(await change(given)).toBe(true);
    expect(await ask()).toBe(200);
    expect(await change({ ...given, url: 'http://elsewhere.example:3128' })).toBe(false);
    expect(await change({ ...given, password: PASSWORD })).toBe(true);
    expect(await change({ ...given, password: null })).toBe(false);
    expect(gateway.log()).not.toContain(PASSWORD);
  });

  it('keeps the password in a copy', async () => {
    const proxy = await started(startHttpProxy(PASSWORD));
    const { id } = await create({ url: proxy.url, username: 'proxy', password: PASSWORD });
    const { body } = await owner.post(`/channels/${id}/copy`, { name: 'copy' });
    expect(body.proxy.passwordSet).toBe(true);
    const { body: tried } = await owner.post(`/channels/${body.id}/test`, {
      model: 'gpt-5-mini',
      kind: 'text',
    });
    expect(tried.ok).toBe(true);
  });

  it.each(['ftp://h:1', 'http://user:secret@h:1', 'socks4://h:1', 'http://h:1/?a=b'])(
    'cannot be %s',
    async (url) => {
      const channel = { name: 'work', type: 'openai', proxy: { url } };
      const { status, body } = await owner.post('/channels', channel);
      expect([status, body.error.field]).toEqual([400, 'proxy.url']);
    },
  );
});
