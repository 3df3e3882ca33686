import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type AdminClient, adminClient, join, OWNER, setUpOwner } from './admin-client.ts';
import { Browser } from './browser.ts';
import { CLIENT, type OpenIdServer, startOpenIdServer } from './openid-server.ts';

let gateway: TestGateway;
let owner: AdminClient;
let server: OpenIdServer;

beforeAll(async () => {
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
  server = await startOpenIdServer(`${gateway.url}/admin/oidc/callback`);
});
afterAll(async () => {
  await gateway.close();
  await server.close();
});

const DEFAULTS = {
  ...{ enabled: true, label: 'Example', clientId: CLIENT.id, clientSecret: CLIENT.secret },
  ...{ allowedDomains: [], requireVerifiedEmail: true },
  ...{ autoCreate: false, defaultRole: null, defaultMemberships: [] },
};
const configure = async (change: object = {}): Promise<void> => {
  const value = { ...DEFAULTS, issuer: server.url, ...change };
  const { status, body } = await owner.patch('/settings/oidc', { value });
  expect([status, body.error]).toEqual([200, undefined]);
};
beforeEach(() => configure());

let made = 0;
const somebody = (more: object = {}) => {
  made += 1;
  const email = `person${made}@example.com`;
  server.person = { sub: `subject-${made}`, email, email_verified: true, name: `Person ${made}`, ...more };
  return email;
};

const start = () => `${gateway.url}/admin/oidc/start?return=/keys`;
const ofConsole = (url: URL): boolean => url.origin === gateway.url && !url.pathname.startsWith('/admin');

/** Goes through the whole of it; answers where the browser ends up and who is signed in there. */
async function signIn(browser = new Browser()): Promise<{ path: string; me: AdminClient }> {
  const url = await browser.open(start(), ofConsole);
  const token = browser.cookie('axonhub_session', url.host);
  const me = adminClient(gateway.url, { cookie: token && `axonhub_session=${token}` });
  return { path: url.pathname + url.search, me };
}

describe('signing in through an OpenID provider', () => {
  it('is offered where it is set up', async () => {
    const options = async () => (await adminClient(gateway.url).get('/sign-in')).body;
    expect(await options()).toMatchObject({ name: 'AxonHub', oidc: { label: 'Example' } });
    await configure({ enabled: false });
    expect(await options()).toMatchObject({ name: 'AxonHub', oidc: null });
    expect((await signIn()).path).toBe('/sign-in?problem=oidc-failed');
  });

  it('lets in who has an account with the address, and knows them again under another one', async () => {
    const email = somebody();
    const person = await join(owner, gateway.url, { email, role: 'viewer' });
    const first = await signIn();
    expect(first.path).toBe('/keys');
    expect((await first.me.get('/me')).body).toMatchObject({ id: person.id, email, role: 'viewer' });
    server.person = { ...server.person, sub: `subject-${made}`, email: 'married@example.com' };
    expect((await (await signIn()).me.get('/me')).body.id).toBe(person.id);
  });

  it('takes the place of accepting an invitation', async () => {
    const email = somebody();
    const memberships = [{ project: 'default', role: 'developer' }];
    const { body } = await owner.post('/invitations', { email, role: 'operator', memberships });
    const { me } = await signIn();
    expect((await me.get('/me')).body).toMatchObject({
      ...{ email, name: `Person ${made}`, role: 'operator', hasPassword: false },
      projects: [{ id: 'default', role: 'developer' }],
    });
    expect((await adminClient(gateway.url).post('/links/look', { token: body.token })).status).toBe(404);
  });

  it('makes an account for everybody where that is wanted', async () => {
    somebody();
    expect((await signIn()).path).toBe('/sign-in?problem=oidc-not-invited');
    const defaultMemberships = [{ project: 'default', role: 'project-viewer' }];
    await configure({ autoCreate: true, defaultRole: 'viewer', defaultMemberships });
    const { me } = await signIn();
    const { body } = await me.get('/me');
    expect(body).toMatchObject({ role: 'viewer', projects: [{ role: 'project-viewer' }] });
    expect((await (await signIn()).me.get('/me')).body.id).toBe(body.id);
  });

  it.each([
    ['whose address nobody has verified', { email_verified: false }, {}, 'oidc-no-email'],
    ['without an address', { email: undefined }, {}, 'oidc-no-email'],
    ['of another domain', {}, { allowedDomains: ['example.org'] }, 'oidc-domain'],
    [
      'of a domain that only ends like it',
      { email: 'x@notexample.com' },
      { allowedDomains: ['example.com'] },
      'oidc-domain',
    ],
  ])('keeps out somebody %s', async (_who, person, settings, problem) => {
    somebody(person);
    await configure({ autoCreate: true, ...settings });
    const { path, me } = await signIn();
    expect(path).toBe(`/sign-in?problem=${problem}`);
    expect((await me.get('/me')).status).toBe(401);
  });

  it('takes the provider’s word for addresses where that is wanted', async () => {
    const email = somebody({ email_verified: undefined });
    await configure({ autoCreate: true, requireVerifiedEmail: false });
    expect((await (await signIn()).me.get('/me')).body.email).toBe(email);
  });

  it('keeps out who is disabled here', async () => {
    const person = await join(owner, gateway.url, { email: somebody() });
    await owner.patch(`/users/${person.id}`, { enabled: false });
    expect((await signIn()).path).toBe('/sign-in?problem=oidc-disabled');
  });

  it('ends where the person or the provider says no', async () => {
    server.person = undefined;
    expect((await signIn()).path).toBe('/sign-in?problem=oidc-refused');
  });

  it('stands in the audit log', async () => {
    await join(owner, gateway.url, { email: somebody() });
    const { me } = await signIn();
    const { id, name } = (await me.get('/me')).body;
    const { items } = (await owner.get('/audit?action=finishOidc&limit=1')).body;
    expect(items).toMatchObject([{ actor: { kind: 'user', id, name }, status: 302 }]);
  });
});

describe('the way back from the provider', () => {
  const isBack = (url: URL): boolean => url.pathname === '/admin/oidc/callback';

  it('sends a code challenge, a state and a nonce there, never the same', async () => {
    const at = async () => new Browser().open(start(), (url) => url.origin === server.url);
    const [one, two] = [await at(), await at()];
    expect(one.searchParams.get('code_challenge_method')).toBe('S256');
    expect(one.searchParams.get('scope')).toBe('openid email profile');
    for (const name of ['code_challenge', 'state', 'nonce']) {
      expect(one.searchParams.get(name)).toMatch(/^[\w-]{43}$/);
      expect(one.searchParams.get(name)).not.toBe(two.searchParams.get(name));
    }
  });

  it('is closed to a browser that did not begin, and open once', async () => {
    await join(owner, gateway.url, { email: somebody() });
    const victim = new Browser();
    const browser = new Browser();
    const back = await browser.open(start(), isBack);
    expect((await victim.open(back.href, ofConsole)).search).toBe('?problem=oidc-expired');
    expect((await browser.open(back.href, ofConsole)).pathname).toBe('/keys');
    expect((await browser.open(back.href, ofConsole)).search).toBe('?problem=oidc-expired');
  });

  it('is closed to the code of somebody else, whatever the state', async () => {
    await join(owner, gateway.url, { email: somebody() });
    const [attacker, victim] = [new Browser(), new Browser()];
    const theirs = await attacker.open(start(), isBack);
    const own = await victim.open(start(), isBack);
    const exchanges = server.exchanges();
    expect((await victim.open(theirs.href, ofConsole)).search).toBe('?problem=oidc-failed');
    own.searchParams.set('code', theirs.searchParams.get('code') ?? '');
    const again = new Browser();
    await again.open(start(), isBack);
    expect((await again.open(own.href, ofConsole)).search).toBe('?problem=oidc-failed');
    expect(server.exchanges()).toBe(exchanges);
  });

  it('leads to pages of the console only', async () => {
    for (const elsewhere of ['https://evil.example.com', '//evil.example.com', '/\\evil.example.com']) {
      const url = `${gateway.url}/admin/oidc/start?return=${encodeURIComponent(elsewhere)}`;
      expect((await fetch(url, { redirect: 'manual' })).status).toBe(400);
    }
  });

  it('is told from a provider that is not there, of which the log has more', async () => {
    await configure({ issuer: 'http://127.0.0.1:1' });
    expect((await signIn()).path).toBe('/sign-in?problem=oidc-failed');
    expect(gateway.log()).toContain('signing in elsewhere failed');
    expect(gateway.log()).not.toContain(CLIENT.secret);
  });
});

describe('the settings of it', () => {
  it('never show the secret, which stays when a change leaves it out', async () => {
    const { body } = await owner.patch('/settings/oidc', { value: { label: 'Other' } });
    expect(body.value).toMatchObject({ label: 'Other', clientSecretSet: true });
    expect(JSON.stringify(body)).not.toContain(CLIENT.secret);
    await join(owner, gateway.url, { email: somebody() });
    expect((await signIn()).path).toBe('/keys');
    const cleared = await owner.patch('/settings/oidc', { value: { clientSecret: null } });
    expect(cleared.body.value.clientSecretSet).toBe(false);
  });

  it.each([
    ['an issuer without TLS', { issuer: 'http://id.example.com' }, 400, 'value.issuer'],
    ['owners made by the dozen', { defaultRole: 'owner' }, 400, 'value.defaultRole'],
    ['a role that is none', { defaultRole: 'nothing' }, 400, 'value.defaultRole'],
    ['a project that is none', { defaultMemberships: [{ project: 'x', role: 'developer' }] }, 404, null],
  ])('refuse %s', async (_what, value, status, field) => {
    const reply = await owner.patch('/settings/oidc', { value });
    expect([reply.status, reply.body.error.field]).toEqual([status, field]);
  });

  it('are for owners: whoever chooses the provider can become anybody', async () => {
    const admin = await join(owner, gateway.url, { email: somebody(), role: 'admin' });
    expect((await admin.patch('/settings/general', { value: { name: 'AxonHub' } })).status).toBe(200);
    const { status, body } = await admin.patch('/settings/oidc', {
      value: { issuer: 'https://evil.example.com' },
    });
    expect([status, body.error.message]).toEqual([403, 'This needs the permission "owners:write".']);
    expect(OWNER.email).toBe((await owner.get('/me')).body.email);
  });
});
