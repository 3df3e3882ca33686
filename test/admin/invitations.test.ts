import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type AdminClient, adminClient, join, OWNER, setUpOwner } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
beforeAll(async () => {
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
});
afterAll(() => gateway.close());

const { password } = OWNER;
const stranger = () => adminClient(gateway.url);
let made = 0;
const address = (): string => {
  made += 1;
  return `person${made}@example.com`;
};

describe('an invitation', () => {
  it('is a link for whoever gets it: they choose a name and a password and are in', async () => {
    const email = address();
    const memberships = [{ project: 'default', role: 'developer' }];
    const { status, body } = await owner.post('/invitations', { email, role: 'viewer', memberships });
    expect(status).toBe(201);
    expect(body.url).toBe(`${gateway.url}/join#${body.token}`);
    expect(body.expiresAt - body.invitation.createdAt).toBe(7 * 86_400_000);
    const guest = stranger();
    const look = await guest.post('/links/look', { token: body.token });
    expect(look.body).toMatchObject({ kind: 'join', email, name: null });
    const joined = await guest.post('/links/use', { token: body.token, name: 'Grace', password });
    expect(joined.body).toMatchObject({ email, name: 'Grace', role: 'viewer' });
    expect(joined.body.projects).toMatchObject([{ id: 'default', role: 'developer' }]);
    expect((await guest.get('/me')).body).toEqual(joined.body);
    const { items } = (await owner.get('/invitations')).body;
    expect(items.map(({ email }: { email: string }) => email)).not.toContain(email);
  });

  it('works once, also when two use it at the same moment', async () => {
    const { token } = (await owner.post('/invitations', { email: address() })).body;
    const use = () => stranger().post('/links/use', { token, name: 'Two', password });
    const replies = await Promise.all([use(), use()]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 404]);
    expect((await use()).body.error.message).toContain('used');
    expect((await stranger().post('/links/look', { token })).status).toBe(404);
  });

  it('is not used up by a password that breaks the rules, or a missing name', async () => {
    const { token } = (await owner.post('/invitations', { email: address() })).body;
    const bad = await stranger().post('/links/use', { token, name: 'Kim', password: 'password123' });
    expect([bad.status, bad.body.error.field]).toEqual([400, 'password']);
    const nameless = await stranger().post('/links/use', { token, password });
    expect([nameless.status, nameless.body.error.field]).toEqual([400, 'name']);
    expect((await stranger().post('/links/use', { token, name: 'Kim', password })).status).toBe(200);
  });

  it('can be taken back, and is replaced by a new one for the same address', async () => {
    const email = address();
    const first = (await owner.post('/invitations', { email })).body;
    const second = (await owner.post('/invitations', { email, role: 'viewer' })).body;
    expect((await stranger().post('/links/look', { token: first.token })).status).toBe(404);
    const listed = (await owner.get('/invitations')).body.items;
    expect(listed).toContainEqual({ ...second.invitation, role: 'viewer' });
    expect(JSON.stringify(listed)).not.toContain(second.token);
    expect((await owner.delete(`/invitations/${second.invitation.id}`)).status).toBe(204);
    expect((await owner.delete(`/invitations/${second.invitation.id}`)).status).toBe(404);
    expect((await stranger().post('/links/look', { token: second.token })).status).toBe(404);
  });

  it.each([
    ['an address that has an account', { email: OWNER.email }, 409, 'email'],
    ['a role that is not there', { email: 'x@example.com', role: 'nothing' }, 400, 'role'],
    ['a project role for the whole installation', { email: 'x@example.com', role: 'developer' }, 400, 'role'],
    [
      'a system role for a project',
      { email: 'x@example.com', memberships: [{ project: 'default', role: 'viewer' }] },
      400,
      'memberships[0].role',
    ],
    [
      'a project that is not there',
      { email: 'x@example.com', memberships: [{ project: 'nowhere', role: 'developer' }] },
      404,
      null,
    ],
  ])('is refused for %s', async (_what, body, status, field) => {
    const reply = await owner.post('/invitations', body);
    expect([reply.status, reply.body.error.field]).toEqual([status, field]);
  });
});

describe('an invitation to a project', () => {
  it('is made by those who manage its members, and seen by them', async () => {
    const memberships = [{ project: 'default', role: 'project-admin' }];
    const leader = await join(owner, gateway.url, { email: address(), memberships });
    const email = address();
    const { body } = await leader.post('/projects/default/invitations', { email, role: 'developer' });
    expect(body.invitation).toMatchObject({ email, role: null, invitedBy: leader.id });
    expect((await leader.get('/projects/default/invitations')).body.items).toEqual([body.invitation]);
    const guest = stranger();
    const joined = await guest.post('/links/use', { token: body.token, name: 'Guest', password });
    expect(joined.body).toMatchObject({ scopes: [], projects: [{ id: 'default', role: 'developer' }] });
    expect((await leader.get('/invitations')).status).toBe(403);
  });

  it('brings nothing of what others have promised the same address: whoever made the link could use it', async () => {
    const memberships = [{ project: 'default', role: 'project-admin' }];
    const leader = await join(owner, gateway.url, { email: address(), memberships });
    const { body: other } = await owner.post('/projects', { name: 'Secret' });
    const email = address();
    await owner.post(`/projects/${other.id}/invitations`, { email, role: 'project-admin' });
    const { body } = await leader.post('/projects/default/invitations', { email, role: 'developer' });
    const joined = await stranger().post('/links/use', { token: body.token, name: 'Not Kim', password });
    expect(joined.body.projects).toMatchObject([{ id: 'default', role: 'developer' }]);
    expect((await owner.get(`/projects/${other.id}/invitations`)).body.items).toMatchObject([{ email }]);
  });

  it('brings what the same maker has promised elsewhere', async () => {
    const { body: other } = await owner.post('/projects', { name: 'Second' });
    const email = address();
    await owner.post(`/projects/${other.id}/invitations`, { email, role: 'developer' });
    const { body } = await owner.post('/projects/default/invitations', { email, role: 'developer' });
    const joined = await stranger().post('/links/use', { token: body.token, name: 'Kim', password });
    expect(joined.body.projects.map(({ id }: { id: string }) => id).sort()).toEqual(
      ['default', other.id].sort(),
    );
  });

  it('can be taken back in its own project only', async () => {
    const { body: other } = await owner.post('/projects', { name: 'Other' });
    const invited = { email: address(), role: 'developer' };
    const { body } = await owner.post('/projects/default/invitations', invited);
    const { id } = body.invitation;
    expect((await owner.delete(`/projects/${other.id}/invitations/${id}`)).status).toBe(404);
    expect((await owner.delete(`/projects/default/invitations/${id}`)).status).toBe(204);
  });
});

describe('a link for a new password', () => {
  it('lets its user choose one, ends their sessions and signs them in', async () => {
    const email = address();
    const person = await join(owner, gateway.url, { email });
    const { status, body } = await owner.post(`/users/${person.id}/password-link`);
    expect([status, body.url]).toEqual([201, `${gateway.url}/new-password#${body.token}`]);
    const look = await stranger().post('/links/look', { token: body.token });
    expect(look.body).toMatchObject({ kind: 'new-password', email, name: email.split('@')[0] });
    const back = stranger();
    const used = await back.post('/links/use', { token: body.token, password: 'another fine horse' });
    expect(used.body).toMatchObject({ email });
    expect((await back.get('/me')).status).toBe(200);
    expect((await person.get('/me')).status).toBe(401);
    const again = await stranger().post('/links/use', { token: body.token, password: 'yet another horse' });
    expect(again.status).toBe(404);
    expect((await stranger().post('/session', { email, password })).status).toBe(401);
    expect((await stranger().post('/session', { email, password: 'another fine horse' })).status).toBe(200);
  });

  it('is of no use to somebody who is disabled', async () => {
    const person = await join(owner, gateway.url, { email: address() });
    const { token } = (await owner.post(`/users/${person.id}/password-link`)).body;
    await owner.patch(`/users/${person.id}`, { enabled: false });
    expect((await stranger().post('/links/use', { token, password })).status).toBe(404);
  });
});
