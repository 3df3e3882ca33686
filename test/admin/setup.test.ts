import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { adminClient, OWNER } from './admin-client.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await startGateway();
});
afterEach(() => gateway.close());

describe('a gateway that nobody owns', () => {
  it('says so, and serves keys as ever', async () => {
    const { body } = await adminClient(gateway.url).get('/setup');
    expect(body).toEqual({ needed: true, codeNeeded: false });
    const reply = await gateway.post('/v1/chat/completions', {
      model: 'demo-chat',
      messages: [{ role: 'user', content: 'Hi' }],
    });
    expect(reply.status).toBe(200);
  });

  it('becomes the property of the one who sets it up, who is signed in by it', async () => {
    const owner = adminClient(gateway.url);
    const made = await owner.post('/setup', { ...OWNER, project: 'Atelier', timeZone: 'Europe/Berlin' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ kind: 'user', email: OWNER.email, role: 'owner', hasPassword: true });
    expect(made.body.projects).toMatchObject([{ id: 'default', name: 'Atelier', timeZone: 'Europe/Berlin' }]);
    expect(made.body.projects[0].scopes).toContain('keys:write');
    expect((await owner.get('/me')).body).toEqual(made.body);
    expect((await owner.get('/setup')).body).toEqual({ needed: false, codeNeeded: false });
  });

  it('has one owner when two set it up at once', async () => {
    const people = ['a', 'b', 'c'].map((name) => ({ ...OWNER, email: `${name}@example.com` }));
    const replies = await Promise.all(people.map((each) => adminClient(gateway.url).post('/setup', each)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const late = await adminClient(gateway.url).post('/setup', OWNER);
    expect(late.body.error).toMatchObject({ code: 'conflict', field: null });
  });

  it.each([
    ['email', { email: 'nobody' }],
    ['name', { name: ' ' }],
    ['password', { password: 'short' }],
    ['password', { password: 'ada@example.com1' }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['role', { role: 'owner' }],
  ])('refuses a bad %s, naming it', async (field, change) => {
    const { status, body } = await adminClient(gateway.url).post('/setup', { ...OWNER, ...change });
    expect([status, body.error.field]).toEqual([400, field]);
    expect((await adminClient(gateway.url).get('/setup')).body.needed).toBe(true);
  });
});

describe('whoever is not at the gateway’s own machine', () => {
  const state = (headers: Record<string, string>) =>
    adminClient(gateway.url, headers).send('GET', '/setup', undefined);

  it('needs the code: behind a proxy, or under another name, which may be a page that resolves to here', async () => {
    expect((await state({ 'x-forwarded-for': '203.0.113.9' })).body.codeNeeded).toBe(true);
    expect(await underName('rebound.example.com')).toEqual({ needed: true, codeNeeded: true });
    expect(await underName('localhost')).toEqual({ needed: true, codeNeeded: false });
  });

  it('is refused without it and with a wrong one, ten times', async () => {
    const far = adminClient(gateway.url, { 'x-forwarded-for': '203.0.113.9' });
    expect((await far.post('/setup', OWNER)).body.error).toMatchObject({ field: 'code' });
    for (let tries = 0; tries < 10; tries += 1) {
      const { body } = await far.post('/setup', { ...OWNER, code: '2222-2222-2222' });
      expect(body.error).toMatchObject({ code: 'invalid_request', field: 'code' });
    }
    const { status, headers } = await far.post('/setup', { ...OWNER, code: '2222-2222-2222' });
    expect(status).toBe(429);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

/** `fetch` does not let a caller choose the host's name. */
function underName(host: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const call = request(`${gateway.url}/admin/setup`, { headers: { host } }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve(JSON.parse(text));
    });
    call.once('error', reject).end();
  });
}

describe('a gateway that others can reach', () => {
  it('prints the code, which makes an owner from anywhere', async () => {
    await gateway.close();
    gateway = await startGateway({ server: { public_url: 'https://ai.example.com' } });
    const { setupCode = '' } = gateway;
    expect(setupCode).toMatch(/^[2-9A-Z]{4}(-[2-9A-Z]{4}){2}$/);
    const far = adminClient(gateway.url);
    expect((await far.get('/setup')).body).toEqual({ needed: true, codeNeeded: true });
    const typed = setupCode.toLowerCase().replaceAll('-', ' ');
    const made = await far.post('/setup', { ...OWNER, code: typed });
    expect(made.status).toBe(201);
    expect(far.cookie()).toContain('; Secure');
  });
});
