import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type AdminClient, adminClient, join, OWNER, setUpOwner } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
let ownerId: string;
beforeAll(async () => {
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
  ownerId = (await owner.get('/me')).body.id;
});
afterAll(() => gateway.close());

let made = 0;
const newcomer = (wanted: { role?: string; memberships?: readonly object[] } = {}) => {
  made += 1;
  return join(owner, gateway.url, { email: `person${made}@example.com`, ...wanted });
};

describe('users', () => {
  it('are listed in pages and found by name, role and state', async () => {
    const person = await newcomer({ role: 'viewer' });
    const first = (await owner.get('/users?limit=1')).body;
    expect(first.items).toMatchObject([{ id: person.id, role: 'viewer', enabled: true, hasPassword: true }]);
    expect(JSON.stringify(first)).not.toContain('argon2');
    const second = (await owner.get(`/users?limit=1&cursor=${first.next}`)).body;
    expect(second).toMatchObject({ items: [{ id: ownerId }], next: null });
    const ids = async (query: string) =>
      (await owner.get(`/users?${query}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await ids('search=lovelace')).toEqual([ownerId]);
    expect(await ids('role=viewer&enabled=true')).toContain(person.id);
    expect(await ids('enabled=false')).toEqual([]);
  });

  it('refuse a cursor that is none', async () => {
    const { status, body } = await owner.get('/users?cursor=abc');
    expect([status, body.error.field]).toEqual([400, 'query.cursor']);
  });

  it('are shown with their projects', async () => {
    const person = await newcomer({ memberships: [{ project: 'default', role: 'developer' }] });
    const { body } = await owner.get(`/users/${person.id}`);
    expect(body.projects).toEqual([{ id: 'default', name: 'Default', role: 'developer' }]);
    expect((await owner.get('/users/usr_nobody')).status).toBe(404);
  });

  it('change name, address and role', async () => {
    const person = await newcomer();
    const { body } = await owner.patch(`/users/${person.id}`, {
      ...{ name: 'Kim', email: 'KIM@example.com', role: 'operator' },
    });
    expect(body).toMatchObject({ name: 'Kim', email: 'kim@example.com', role: 'operator' });
    expect((await person.get('/me')).body).toMatchObject({ email: 'kim@example.com', role: 'operator' });
    expect((await owner.patch(`/users/${person.id}`, { role: null })).body.role).toBeNull();
    const taken = await owner.patch(`/users/${person.id}`, { email: OWNER.email });
    expect([taken.status, taken.body.error.field]).toEqual([409, 'email']);
  });

  it('are out at once when they are disabled, signed out or deleted', async () => {
    const [disabled, signedOut, deleted] = [await newcomer(), await newcomer(), await newcomer()];
    await owner.patch(`/users/${disabled.id}`, { enabled: false });
    expect((await owner.delete(`/users/${signedOut.id}/sessions`)).body).toEqual({ ended: 1 });
    expect((await owner.delete(`/users/${deleted.id}`)).status).toBe(204);
    for (const each of [disabled, signedOut, deleted]) expect((await each.get('/me')).status).toBe(401);
    const { email } = (await owner.get(`/users/${disabled.id}`)).body;
    const again = await adminClient(gateway.url).post('/session', { email, password: OWNER.password });
    expect(again.body.error.code).toBe('sign_in_failed');
    await owner.patch(`/users/${disabled.id}`, { enabled: true });
    // Their old session is over nevertheless.
    expect((await disabled.get('/me')).status).toBe(401);
  });
});

describe('the last owner', () => {
  it.each([
    ['disabled', () => owner.patch(`/users/${ownerId}`, { enabled: false })],
    ['given another role', () => owner.patch(`/users/${ownerId}`, { role: 'admin' })],
    ['deleted', () => owner.delete(`/users/${ownerId}`)],
  ])('cannot be %s', async (_what, change) => {
    const { status, body } = await change();
    expect([status, body.error.code]).toEqual([409, 'conflict']);
    expect((await owner.get('/me')).body.role).toBe('owner');
  });
});

describe('an administrator', () => {
  it('manages others, but neither makes nor touches an owner', async () => {
    const [admin, person] = [await newcomer({ role: 'admin' }), await newcomer({ role: 'viewer' })];
    expect((await admin.patch(`/users/${person.id}`, { role: 'admin' })).status).toBe(200);
    const refused = [
      await admin.patch(`/users/${person.id}`, { role: 'owner' }),
      await admin.post('/invitations', { email: 'new@example.com', role: 'owner' }),
      await admin.patch(`/users/${ownerId}`, { name: 'Nobody' }),
      await admin.post(`/users/${ownerId}/password-link`),
      await admin.delete(`/users/${ownerId}/sessions`),
      await admin.delete(`/users/${ownerId}`),
      await admin.patch(`/users/${admin.id}`, { role: 'owner' }),
    ];
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
    expect(refused[0]?.body.error).toMatchObject({ field: 'role', code: 'permission_denied' });
    expect(refused[0]?.body.error.message).toContain('"owners:write"');
  });
});

describe('whoever manages users and nothing else', () => {
  it('cannot get hold of what others may do', async () => {
    const { body: role } = await owner.post('/roles', {
      ...{ level: 'system', name: 'Reception', scopes: ['users:read', 'users:write'] },
    });
    const reception = await newcomer({ role: role.id });
    const [guest, developer] = [
      await newcomer(),
      await newcomer({ memberships: [{ project: 'default', role: 'developer' }] }),
    ];
    expect((await reception.post(`/users/${guest.id}/password-link`)).status).toBe(201);
    expect((await reception.post(`/users/${developer.id}/password-link`)).status).toBe(403);
    const memberships = [{ project: 'default', role: 'project-viewer' }];
    expect((await reception.post('/invitations', { email: 'new@example.com', memberships })).status).toBe(
      403,
    );
    expect((await reception.post('/invitations', { email: 'new@example.com' })).status).toBe(201);
  });
});
