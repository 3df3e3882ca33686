import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type AdminClient, adminClient, OWNER, setUpOwner } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
beforeEach(async () => {
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
});
afterEach(() => gateway.close());

const { email, password } = OWNER;

async function signIn(): Promise<AdminClient> {
  const client = adminClient(gateway.url);
  const { status } = await client.post('/session', { email, password });
  expect(status).toBe(200);
  return client;
}

describe('signing in', () => {
  it('is for whoever knows the password, however they write the address', async () => {
    const client = adminClient(gateway.url);
    const reply = await client.post('/session', { email: ' ADA@example.com ', password });
    expect([reply.status, reply.body.name]).toEqual([200, OWNER.name]);
    expect(client.cookie()).toMatch(
      /^axonhub_session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/,
    );
    expect((await client.get('/me')).body).toEqual(reply.body);
  });

  it('tells nothing about who has an account', async () => {
    const unknown = await adminClient(gateway.url).post('/session', { email: 'x@example.com', password });
    const wrong = await adminClient(gateway.url).post('/session', { email, password: 'wrong horse' });
    expect(unknown.status).toBe(401);
    expect(unknown.body).toEqual(wrong.body);
    expect(unknown.body.error.code).toBe('sign_in_failed');
    expect(unknown.headers.get('set-cookie')).toBeNull();
  });

  it('is refused for a while after ten failures, also with the right password', async () => {
    const client = adminClient(gateway.url);
    const tries = Array.from({ length: 12 }, () => client.post('/session', { email, password: 'a guess' }));
    const statuses = (await Promise.all(tries)).map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
    const { status, headers, body } = await client.post('/session', { email, password });
    expect([status, body.error.code]).toEqual([429, 'rate_limited']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    // Sessions that are open go on.
    expect((await owner.get('/me')).status).toBe(200);
  });

  it('does not count what succeeds', async () => {
    for (let times = 0; times < 12; times += 1) await signIn();
  });
});

describe('a session', () => {
  it('ends when its user signs out, and the cookie with it', async () => {
    const client = await signIn();
    const old = client.cookie();
    expect((await client.delete('/session')).status).toBe(204);
    expect(client.cookie()).toContain('axonhub_session=; Path=/; Max-Age=0');
    expect((await client.send('GET', '/me', undefined, { cookie: old })).status).toBe(401);
    expect((await adminClient(gateway.url).delete('/session')).status).toBe(204);
  });

  it('is listed with its browser, and can be ended from another one', async () => {
    const other = adminClient(gateway.url, { 'user-agent': 'Another browser' });
    await other.post('/session', { email, password });
    const { items } = (await owner.get('/me/sessions')).body;
    expect(items.map(({ userAgent, current }: never) => [userAgent, current])).toEqual([
      ['Another browser', false],
      ['node', true],
    ]);
    expect(JSON.stringify(items)).not.toContain('token');
    expect((await owner.delete(`/me/sessions/${items[0].id}`)).status).toBe(204);
    expect((await owner.delete(`/me/sessions/${items[0].id}`)).status).toBe(404);
    expect((await other.get('/me')).status).toBe(401);
    expect((await owner.get('/me')).status).toBe(200);
  });

  it('outlives the others when its user ends these', async () => {
    const others = [await signIn(), await signIn()];
    expect((await owner.delete('/me/sessions')).body).toEqual({ ended: 2 });
    for (const each of others) expect((await each.get('/me')).status).toBe(401);
    expect((await owner.get('/me')).status).toBe(200);
  });
});

describe('a new password', () => {
  const next = 'a new horse for the battery';

  it('takes the place of the old one and ends all other sessions', async () => {
    const other = await signIn();
    expect((await owner.post('/me/password', { current: password, password: next })).status).toBe(204);
    expect((await other.get('/me')).status).toBe(401);
    expect((await owner.get('/me')).status).toBe(200);
    expect((await adminClient(gateway.url).post('/session', { email, password })).status).toBe(401);
    expect((await adminClient(gateway.url).post('/session', { email, password: next })).status).toBe(200);
  });

  it.each([
    ['the old one', { password: next }, 400, 'current'],
    ['the right old one', { current: 'wrong horse', password: next }, 401, null],
    ['one that follows the rules', { current: password, password: 'Lovelace1815' }, 400, 'password'],
  ])('needs %s', async (_what, body, status, field) => {
    const reply = await owner.post('/me/password', body);
    expect([reply.status, reply.body.error.field]).toEqual([status, field]);
  });
});

describe('a change', () => {
  it.each([
    ['another site', { origin: 'https://evil.example.com', 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
    [
      'another site, to a browser that only names it',
      { origin: 'https://evil.example.com', 'sec-fetch-site': undefined },
    ],
    ['a page without origin', { origin: 'null', 'sec-fetch-site': undefined }],
    ['nowhere the browser would say', { origin: undefined, 'sec-fetch-site': undefined }],
  ])('is not made for a page of %s', async (_where, headers) => {
    const { status, body } = await owner.send('PATCH', '/me', { name: 'Mallory' }, headers);
    expect([status, body.error.code]).toEqual([403, 'permission_denied']);
    expect((await owner.get('/me')).body.name).toBe(OWNER.name);
  });

  it('is made for a page of the gateway, whichever way the browser says so', async () => {
    const old = { 'sec-fetch-site': undefined };
    expect((await owner.send('PATCH', '/me', { name: 'Ada L.' }, old)).body.name).toBe('Ada L.');
    const relayed = { origin: undefined };
    expect((await owner.send('PATCH', '/me', { name: 'Ada' }, relayed)).body.name).toBe('Ada');
  });

  it('comes as JSON', async () => {
    const text = { 'content-type': 'text/plain' };
    const { status, body } = await owner.send('PATCH', '/me', '{"name":"Mallory"}', text);
    expect([status, body.error.code]).toEqual([415, 'unsupported_media_type']);
  });

  it('cannot sign somebody in from a page of another site', async () => {
    const foreign = { origin: 'https://evil.example.com', 'sec-fetch-site': 'cross-site' };
    const { status, headers } = await adminClient(gateway.url, foreign).post('/session', { email, password });
    expect([status, headers.get('set-cookie')]).toEqual([403, null]);
  });
});
