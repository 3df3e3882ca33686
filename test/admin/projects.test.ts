import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../gateway/start.ts';
import { type AdminClient, join, setUpOwner } from './admin-client.ts';

let gateway: TestGateway;
let owner: AdminClient;
beforeAll(async () => {
  gateway = await startGateway();
  owner = await setUpOwner(gateway.url);
});
afterAll(() => gateway.close());

let made = 0;
const member = (project: string, role: string) => {
  made += 1;
  const email = `person${made}@example.com`;
  return join(owner, gateway.url, { email, memberships: [{ project, role }] });
};
const newProject = async (name: string): Promise<string> => (await owner.post('/projects', { name })).body.id;

describe('a project', () => {
  it('is made, renamed, moved to another time zone, archived and brought back', async () => {
    const { status, body } = await owner.post('/projects', { name: 'Atelier' });
    expect([status, body]).toMatchObject([201, { name: 'Atelier', timeZone: 'UTC', archived: false }]);
    const path = `/projects/${body.id}`;
    const changes = { name: 'Studio', timeZone: 'Asia/Shanghai', archived: true };
    expect((await owner.patch(path, changes)).body).toEqual({ ...body, ...changes });
    expect((await owner.patch(path, {})).body).toEqual({ ...body, ...changes });
    expect((await owner.patch(path, { archived: false })).body.archived).toBe(false);
    const names = (await owner.get('/projects')).body.items.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['Default', 'Studio']);
  });

  it('stays where keys of the configuration belong to it', async () => {
    expect((await owner.patch('/projects/default', { archived: true })).status).toBe(409);
  });

  it('shuts its keys out at once when it is archived, and lets them in again', async () => {
    const project = await newProject('Season');
    const { key } = (await owner.post(`/projects/${project}/keys`, { name: 'poster' })).body;
    const models = () => fetch(`${gateway.url}/v1/models`, { headers: { authorization: `Bearer ${key}` } });
    expect((await models()).status).toBe(200);
    await owner.patch(`/projects/${project}`, { archived: true });
    expect((await models()).status).toBe(401);
    await owner.patch(`/projects/${project}`, { archived: false });
    expect((await models()).status).toBe(200);
  });

  it('is nowhere to be seen for those who are not in it', async () => {
    const hidden = await newProject('Hidden');
    const viewer = await member('default', 'project-viewer');
    expect((await viewer.get('/projects')).body.items).toMatchObject([{ id: 'default' }]);
    expect((await viewer.get('/me')).body.projects).toMatchObject([
      { id: 'default', role: 'project-viewer' },
    ]);
    expect((await viewer.get(`/projects/${hidden}`)).status).toBe(403);
    expect((await viewer.get('/projects/nowhere')).status).toBe(403);
    expect((await owner.get('/projects/nowhere')).status).toBe(404);
  });

  it('has to exist for whatever is made or changed in it, the owner’s hand included', async () => {
    const calls = [
      owner.post('/projects/nowhere/keys', { name: 'poster' }),
      owner.post('/projects/nowhere/playground-key'),
      owner.put('/projects/nowhere/limits', { quotas: [] }),
    ];
    for (const { status, body } of await Promise.all(calls)) {
      expect([status, body.error]).toMatchObject([404, { message: 'There is no such project.' }]);
    }
    expect((await owner.get('/projects/nowhere/keys')).body.items).toEqual([]);
  });

  it('is changed by its administrators, who make no others', async () => {
    const [mine, other] = [await newProject('Mine'), await newProject('Other')];
    const leader = await member(mine, 'project-admin');
    expect((await leader.patch(`/projects/${mine}`, { name: 'Ours' })).status).toBe(200);
    expect((await leader.patch(`/projects/${other}`, { name: 'Ours' })).status).toBe(403);
    expect((await leader.post('/projects', { name: 'New' })).status).toBe(403);
  });
});

describe('members', () => {
  it('come, change roles and go', async () => {
    const project = await newProject('Team');
    const leader = await member(project, 'project-admin');
    const person = await member('default', 'developer');
    const { email } = (await owner.get(`/users/${person.id}`)).body;
    const path = `/projects/${project}/members`;
    const added = await leader.post(path, { email, role: 'developer' });
    expect([added.status, added.body]).toMatchObject([201, { user: person.id, email, role: 'developer' }]);
    expect((await leader.get(path)).body.items.map(({ user }: { user: string }) => user)).toEqual([
      ...[leader.id, person.id],
    ]);
    expect((await leader.post(path, { email, role: 'developer' })).status).toBe(409);
    const changed = await leader.patch(`${path}/${person.id}`, { role: 'project-viewer' });
    expect(changed.body.role).toBe('project-viewer');
    const { projects } = (await person.get('/me')).body;
    expect(projects).toMatchObject([{ id: 'default' }, { id: project, role: 'project-viewer' }]);
    expect((await leader.delete(`${path}/${person.id}`)).status).toBe(204);
    expect((await leader.delete(`${path}/${person.id}`)).status).toBe(404);
    expect((await person.get(`/projects/${project}`)).status).toBe(403);
  });

  it('are users already', async () => {
    const body = { email: 'nobody@example.com', role: 'developer' };
    const reply = await owner.post('/projects/default/members', body);
    expect([reply.status, reply.body.error.field]).toEqual([404, 'email']);
  });

  it('get no more than whoever adds them has, and lose no more', async () => {
    const project = await newProject('Careful');
    const scopes = ['members:read', 'members:write', 'projects:read'];
    const { body: role } = await owner.post('/roles', { level: 'project', name: 'Doorkeeper', scopes });
    const [keeper, leader] = [await member(project, role.id), await member(project, 'project-admin')];
    const person = await member('default', 'developer');
    const { email } = (await owner.get(`/users/${person.id}`)).body;
    const path = `/projects/${project}/members`;
    expect((await keeper.post(path, { email, role: 'developer' })).body.error.field).toBe('role');
    expect((await keeper.post(path, { email, role: role.id })).status).toBe(201);
    expect((await keeper.patch(`${path}/${keeper.id}`, { role: 'project-admin' })).status).toBe(403);
    expect((await keeper.delete(`${path}/${leader.id}`)).status).toBe(403);
    expect((await keeper.get(`/projects/${project}/roles`)).body.items).toContainEqual(role);
    expect((await keeper.get('/roles')).status).toBe(403);
  });
});

describe('a role of one’s own', () => {
  it('counts at once for everybody who has it, and goes when nobody does', async () => {
    const scopes = ['usage:read', 'projects:read'];
    const made = await owner.post('/roles', { level: 'project', name: 'Counter', scopes });
    expect([made.status, made.body]).toMatchObject([201, { builtIn: false, scopes }]);
    const path = `/roles/${made.body.id}`;
    const person = await member('default', made.body.id);
    expect((await person.get('/me')).body.projects[0].scopes.sort()).toEqual([...scopes].sort());
    await owner.patch(path, { scopes: ['projects:read'], name: 'Onlooker' });
    expect((await person.get('/me')).body.projects[0].scopes).toEqual(['projects:read']);
    expect((await owner.delete(path)).status).toBe(409);
    await owner.delete(`/projects/default/members/${person.id}`);
    expect((await owner.delete(path)).status).toBe(204);
    expect((await owner.delete(path)).status).toBe(404);
  });

  it.each([
    ['a scope that is none', { level: 'system', name: 'X', scopes: ['everything'] }, 'scopes[0]'],
    ['no scope at all', { level: 'system', name: 'X', scopes: [] }, 'scopes'],
    [
      'a scope of the installation in a project',
      { level: 'project', name: 'X', scopes: ['users:write'] },
      'scopes',
    ],
  ])('is refused with %s', async (_what, body, field) => {
    const reply = await owner.post('/roles', body);
    expect([reply.status, reply.body.error.field]).toEqual([400, field]);
  });

  it('does not change what comes with the gateway', async () => {
    expect((await owner.patch('/roles/viewer', { name: 'X' })).status).toBe(409);
    expect((await owner.delete('/roles/owner')).status).toBe(409);
  });

  it('holds nothing its maker lacks', async () => {
    const keeper = { level: 'system', name: 'Role keeper', scopes: ['roles:read', 'roles:write'] };
    const { body: role } = await owner.post('/roles', keeper);
    const { body: wide } = await owner.post('/roles', { ...keeper, scopes: ['roles:read', 'users:write'] });
    const person = await join(owner, gateway.url, { email: 'keeper@example.com', role: role.id });
    const more = { scopes: ['roles:write', 'users:write'] };
    const { body } = await person.patch(`/roles/${role.id}`, more);
    expect(body.error).toMatchObject({ code: 'permission_denied', field: 'scopes' });
    expect((await person.post('/roles', { ...keeper, ...more })).status).toBe(403);
    expect((await person.patch(`/roles/${wide.id}`, { scopes: ['roles:read'] })).status).toBe(403);
    expect((await person.delete(`/roles/${wide.id}`)).status).toBe(403);
  });
});
