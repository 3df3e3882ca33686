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

const entries = async (query: string) => (await owner.get(`/audit?${query}`)).body.items;

describe('the audit log', () => {
  it('tells who changed what, and when, from where', async () => {
    const before = Date.now();
    await owner.patch('/projects/default', { name: 'Atelier', timeZone: 'Europe/Berlin' });
    const [entry] = await entries('action=updateProject');
    expect(entry).toMatchObject({
      actor: { kind: 'user', id: ownerId, name: OWNER.name },
      ip: '127.0.0.1',
      action: 'updateProject',
      project: 'default',
      facts: { sent: ['name', 'timeZone'] },
      status: 200,
    });
    expect(entry.at).toBeGreaterThanOrEqual(before);
    expect(entry.at).toBeLessThanOrEqual(Date.now());
  });

  it('knows who signed in, and which address somebody failed with', async () => {
    const { email, password } = OWNER;
    await adminClient(gateway.url).post('/session', { email, password });
    await adminClient(gateway.url).post('/session', { email, password: 'wrong horse' });
    await adminClient(gateway.url).post('/session', { email: password, password: email });
    const [mistaken, failed, signedIn] = await entries('action=signIn');
    expect(mistaken).toMatchObject({ actor: null, status: 401, facts: { sent: ['email', 'password'] } });
    expect(mistaken.facts.email).toBeUndefined();
    expect(failed).toMatchObject({ actor: null, status: 401, facts: { email } });
    expect(signedIn).toMatchObject({ actor: { id: ownerId }, status: 200 });
  });

  it('holds what was refused, but nothing that strangers fill it with', async () => {
    const viewer = await join(owner, gateway.url, { email: 'viewer@example.com', role: 'viewer' });
    await viewer.delete(`/users/${ownerId}`);
    await adminClient(gateway.url).delete(`/users/${ownerId}`);
    await adminClient(gateway.url).post('/links/look', { token: 'guess' });
    await adminClient(gateway.url).delete('/session');
    expect(await entries('outcome=refused&action=deleteUser')).toMatchObject([
      { actor: { id: viewer.id }, status: 403, facts: { id: ownerId } },
    ]);
    expect(await entries('action=lookAtLink')).toEqual([]);
    expect(await entries('action=signOut')).toEqual([]);
  });

  it('holds no secret', async () => {
    const { body } = await owner.post('/invitations', { email: 'secret@example.com' });
    await owner.post('/me/password', { current: OWNER.password, password: 'a new horse, a new battery' });
    await owner.post('/me/password', { current: 'a new horse, a new battery', password: OWNER.password });
    const text = JSON.stringify((await owner.get('/audit?limit=200')).body);
    for (const secret of [body.token, OWNER.password, 'a new horse']) expect(text).not.toContain(secret);
    expect(text).toContain('secret@example.com');
  });

  it('is served in pages and by time', async () => {
    const first = (await owner.get('/audit?limit=2')).body;
    const second = (await owner.get(`/audit?limit=2&cursor=${first.next}`)).body;
    const all = await entries('limit=4');
    expect([...first.items, ...second.items]).toEqual(all);
    const { at } = all[1];
    const until = await entries(`until=${at}&limit=200`);
    expect(until.every((entry: { at: number }) => entry.at < at)).toBe(true);
    const from = await entries(`from=${at}&limit=200`);
    expect(from.every((entry: { at: number }) => entry.at >= at)).toBe(true);
    expect(await entries(`actor=${ownerId}&project=nowhere`)).toEqual([]);
  });

  it('is for those who may read it', async () => {
    const person = await join(owner, gateway.url, { email: 'operator@example.com', role: 'operator' });
    expect((await person.get('/audit')).status).toBe(403);
  });
});
