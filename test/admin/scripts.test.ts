import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type AdminClient, adminClient, join, setUpOwner } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
let other: string;
beforeAll(async () => {
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
  other = (await owner.post('/projects', { name: 'Other' })).body.id;
});
afterAll(() => gateway.close());

const PATH = '/projects/default/keys';

/** A program: no cookie, no header that a browser would send. */
const program = (key: string) =>
  adminClient(gateway.url, {
    authorization: `Bearer ${key}`,
    origin: undefined,
    'sec-fetch-site': undefined,
  });

async function serviceKey(scopes: readonly string[]): Promise<{ id: string; key: string }> {
  const { status, body } = await owner.post(PATH, { name: 'script', kind: 'service', rules: { scopes } });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
}

describe('a key with admin scopes', () => {
  it('does what they allow, in its own project only', async () => {
    const { id, key } = await serviceKey(['users:read', 'projects:read', 'projects:write']);
    const script = program(key);
    expect((await script.get('/me')).body).toMatchObject({
      ...{ kind: 'key', id, name: 'script', email: null, scopes: ['users:read'] },
      projects: [{ id: 'default', scopes: ['projects:read', 'projects:write'] }],
    });
    expect((await script.get('/users')).status).toBe(200);
    expect((await script.get('/roles')).status).toBe(403);
    expect((await script.patch('/projects/default', { name: 'Atelier' })).status).toBe(200);
    expect((await script.patch(`/projects/${other}`, { name: 'Atelier' })).status).toBe(403);
    expect((await script.post('/projects', { name: 'More' })).status).toBe(403);
    const { items } = (await owner.get('/audit?action=updateProject&limit=2')).body;
    expect(items[1]).toMatchObject({ actor: { kind: 'key', id, name: 'script' }, status: 200 });
  });

  it('is refused at once when it is disabled, or its scopes are taken away', async () => {
    const { id, key } = await serviceKey(['users:read']);
    const script = program(key);
    expect((await script.get('/users')).status).toBe(200);
    await owner.patch(`${PATH}/${id}`, { rules: {} });
    expect((await script.get('/users')).body.error.message).toBe('This key has no admin scopes.');
    await owner.patch(`${PATH}/${id}`, { status: 'disabled' });
    expect((await script.get('/users')).status).toBe(401);
  });

  it('comes before a session that the browser sends as well', async () => {
    const { key } = await serviceKey(['users:read']);
    const { body } = await owner.send('GET', '/me', undefined, { authorization: `Bearer ${key}` });
    expect(body.kind).toBe('key');
    const behindProxy = { authorization: 'Basic dXNlcjpwYXNz' };
    expect((await owner.send('GET', '/me', undefined, behindProxy)).body.kind).toBe('user');
  });

  it('may be sent by a page of anybody who was given it', async () => {
    const { key } = await serviceKey(['projects:write']);
    const foreign = { origin: 'https://tools.example.com', 'sec-fetch-site': 'cross-site' };
    const client = adminClient(gateway.url, { ...foreign, authorization: `Bearer ${key}` });
    expect((await client.patch('/projects/default', { name: 'Atelier' })).status).toBe(200);
  });

  it('has no part in what is for people', async () => {
    const { key } = await serviceKey(['users:write']);
    const script = program(key);
    expect((await script.get('/me/sessions')).status).toBe(403);
    expect((await script.patch('/me', { name: 'Somebody' })).status).toBe(403);
  });
});

describe('a key without', () => {
  it('is for models, not for this', async () => {
    const { status, body } = await program(gateway.key).get('/me');
    expect([status, body.error.message]).toEqual([403, 'This key has no admin scopes.']);
    expect((await program('ah-nobody').get('/me')).status).toBe(401);
  });
});

describe('whoever manages keys', () => {
  it('gets none into their hands that may do more than they', async () => {
    const memberships = [{ project: 'default', role: 'developer' }];
    const developer = await join(owner, gateway.url, { email: 'dev@example.com', memberships });
    const { id } = await serviceKey(['users:write', 'keys:read']);
    const refused = [
      await developer.post(PATH, { name: 'mine', kind: 'service', rules: { scopes: ['users:write'] } }),
      await developer.post(`${PATH}/${id}/rotate`, {}),
      await developer.patch(`${PATH}/${id}`, { name: 'mine' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(refused[0]?.body.error.field).toBe('rules.scopes');
    const small = { name: 'mine', kind: 'service', rules: { scopes: ['keys:read', 'usage:read'] } };
    const made = await developer.post(PATH, small);
    expect(made.status).toBe(201);
    expect((await developer.post(`${PATH}/${made.body.id}/rotate`, {})).status).toBe(200);
  });
});

describe('the playground’s key', () => {
  const models = async (key: string) =>
    (await fetch(`${gateway.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } })).status;
  const memberships = [{ project: 'default', role: 'developer' }];
  let made = 0;
  const somebody = async () => {
    made += 1;
    const person = await join(owner, gateway.url, { email: `painter${made}@example.com`, memberships });
    const { key } = (await person.post('/projects/default/playground-key')).body;
    expect(await models(key)).toBe(200);
    return { id: person.id, person, key };
  };

  it.each([
    ['is disabled', (id: string) => owner.patch(`/users/${id}`, { enabled: false })],
    ['is deleted', (id: string) => owner.delete(`/users/${id}`)],
    ['leaves the project', (id: string) => owner.delete(`/projects/default/members/${id}`)],
    [
      'may only read there',
      (id: string) => owner.patch(`/projects/default/members/${id}`, { role: 'project-viewer' }),
    ],
  ])('is refused at once when its owner %s', async (_what, change) => {
    const { id, key } = await somebody();
    expect((await change(id)).status).toBeLessThan(300);
    expect(await models(key)).toBe(401);
  });

  it('is had by its owner alone, and an hour long', async () => {
    const { id, key } = await somebody();
    const { items } = (await owner.get(`${PATH}?kind=personal`)).body;
    const own = items.find(({ ownerId }: { ownerId: string }) => ownerId === id);
    expect((await owner.post(`${PATH}/${own.id}/rotate`, {})).status).toBe(409);
    expect(await models(key)).toBe(200);
  });

  it.each(['disabled', 'archived'])('is not given where it is %s', async (status) => {
    const { id, person } = await somebody();
    const { items } = (await owner.get(`${PATH}?kind=personal`)).body;
    const own = items.find(({ ownerId }: { ownerId: string }) => ownerId === id);
    await owner.patch(`${PATH}/${own.id}`, { status });
    expect((await person.post('/projects/default/playground-key')).status).toBe(403);
  });
});
