import { expect, it } from 'vitest';
import type { Records, UserRow } from '../../src/storage/ports.ts';
import { INVITATION, MEMBERSHIP, NOW, ROLE, SESSION, USER } from './account-rows.ts';

interface Store {
  readonly records: Records;
}

/** What every record store does with people and what they may do. */
export function accountsContract(at: Store): void {
  users(at);
  owners(at);
  sessions(at);
  projects(at);
  roles(at);
  invitations(at);
}

const AS_INSTALLATION = { bodies: null, keepDays: null, keepBodyDays: null, keepImageDays: null };
const person = (id: string, more: Partial<UserRow> = {}): UserRow => ({
  ...USER,
  id,
  email: `${id}@example.com`,
  ...more,
});

function users(at: Store): void {
  it('finds a user by id and by e-mail address, exactly as inserted', async () => {
    const { users } = at.records;
    const off = person('u2', { passwordHash: null, role: null, enabled: false, signedInAt: NOW });
    expect([await users.insert(USER), await users.insert(off)]).toEqual([true, true]);
    expect(await users.find(USER.id)).toStrictEqual(USER);
    expect(await users.findByEmail(off.email)).toStrictEqual(off);
    expect(await users.findMany([off.id, 'nobody'])).toStrictEqual([off]);
    expect(await users.findMany([])).toEqual([]);
    expect(await users.find('nobody')).toBeUndefined();
  });

  it('lets an e-mail address belong to one user only', async () => {
    const { users } = at.records;
    await users.insert(USER);
    expect(await users.insert({ ...USER, id: 'u2' })).toBe(false);
    expect(await users.find('u2')).toBeUndefined();
  });

  it('lists users in pages, newest first, none twice', async () => {
    const { users } = at.records;
    for (const id of ['a', 'b', 'c']) await users.insert(person(id));
    await users.insert(person('d', { createdAt: NOW + 1 }));
    const first = await users.list({ limit: 2 });
    expect(first.map(({ id }) => id)).toEqual(['d', 'c']);
    const after = { createdAt: NOW, id: 'c' };
    expect((await users.list({ after, limit: 9 })).map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('finds users by part of name or address, role and state', async () => {
    const { users } = at.records;
    await users.insert(person('a', { name: 'Grace 100%' }));
    await users.insert(person('b', { enabled: false, role: null }));
    await users.insert(person('c', { name: 'Ärzte 张伟', role: 'member' }));
    const ids = async (filter: object) => (await users.list({ limit: 9, ...filter })).map(({ id }) => id);
    expect(await ids({ search: 'GRACE' })).toEqual(['a']);
    expect(await ids({ search: 'b@example' })).toEqual(['b']);
    expect(await ids({ search: '0%' })).toEqual(['a']);
    expect(await ids({ search: '_' })).toEqual([]);
    expect([await ids({ search: 'äRZTE' }), await ids({ search: '张' })]).toEqual([['c'], ['c']]);
    expect(await ids({ role: 'owner' })).toEqual(['a']);
    expect(await ids({ enabled: false })).toEqual(['b']);
  });

  it('knows a person by what another system calls them', async () => {
    const { users } = at.records;
    await users.insert(USER);
    const identity = { issuer: 'https://id.example.com', subject: '17', userId: USER.id, createdAt: NOW };
    await users.insertIdentity(identity);
    await users.insertIdentity(identity);
    expect(await users.findIdentity(identity.issuer, '17')).toStrictEqual(identity);
    expect(await users.findIdentity('https://other.example.com', '17')).toBeUndefined();
  });

  it('deletes what hangs on a user with them', async () => {
    const { users, sessions, memberships, invitations } = at.records;
    await users.insert(person('u2'));
    await users.insert(USER);
    await sessions.insert(SESSION);
    await memberships.put(MEMBERSHIP);
    await invitations.insert({ ...INVITATION, kind: 'new-password', userId: USER.id });
    expect(await users.delete(USER.id, 'owner')).toBe('done');
    expect(await users.delete(USER.id, 'owner')).toBe('unknown');
    expect(await sessions.findByHash(SESSION.tokenHash)).toBeUndefined();
    expect(await memberships.ofUser(USER.id)).toEqual([]);
    expect(await invitations.findByHash(INVITATION.tokenHash)).toBeUndefined();
  });
}

function owners(at: Store): void {
  it('lets one of many be the first', async () => {
    const { users } = at.records;
    expect(await users.hasFirst()).toBe(false);
    const tries = ['a', 'b', 'c', 'd'].map((id) => users.insertFirst(person(id)));
    expect((await Promise.all(tries)).filter(Boolean)).toEqual([true]);
    expect(await users.list({ limit: 9 })).toHaveLength(1);
    expect(await users.hasFirst()).toBe(true);
  });

  it.each([
    ['disabled', { enabled: false }],
    ['given another role', { role: 'admin' }],
    ['given no role', { role: null }],
  ])('keeps the last owner from being %s', async (_what, changes) => {
    const { users } = at.records;
    await users.insertFirst(person('a'));
    await users.insert(person('off', { enabled: false }));
    await users.insert(person('b', { role: 'admin' }));
    expect(await users.update('a', changes, 'owner')).toBe('last-owner');
    expect(await users.delete('a', 'owner')).toBe('last-owner');
    expect(await users.update('b', changes, 'owner')).toBe('done');
    await users.insert(person('c'));
    expect(await users.update('a', changes, 'owner')).toBe('done');
    expect(await users.find('a')).toMatchObject(changes);
    expect(await users.update('nobody', changes, 'owner')).toBe('unknown');
  });

  it('keeps one of two owners who remove each other at the same moment', async () => {
    const { users } = at.records;
    await users.insertFirst(person('a'));
    await users.insert(person('b'));
    const outcomes = await Promise.all([
      users.delete('a', 'owner'),
      users.update('b', { role: null }, 'owner'),
    ]);
    expect(outcomes.toSorted()).toEqual(['done', 'last-owner']);
    expect(await users.countByRole('owner')).toBe(1);
  });
}

function sessions(at: Store): void {
  it("finds a session by its token's hash, and ends it for its user alone", async () => {
    const { users, sessions } = at.records;
    await users.insert(USER);
    await sessions.insert(SESSION);
    expect(await sessions.findByHash(SESSION.tokenHash)).toStrictEqual(SESSION);
    await sessions.touch(SESSION.id, NOW + 5);
    expect(await sessions.ofUser(USER.id)).toStrictEqual([{ ...SESSION, seenAt: NOW + 5 }]);
    expect(await sessions.delete('somebody', SESSION.id)).toBe(false);
    expect(await sessions.delete(USER.id, SESSION.id)).toBe(true);
    expect(await sessions.findByHash(SESSION.tokenHash)).toBeUndefined();
  });

  it('ends the others of a user, or all', async () => {
    const { users, sessions } = at.records;
    await users.insert(USER);
    await users.insert(person('u2'));
    const open = (id: string, userId: string) =>
      sessions.insert({ ...SESSION, id, userId, tokenHash: id.repeat(8) });
    for (const id of ['s1', 's2', 's3']) await open(id, USER.id);
    await open('s4', 'u2');
    expect(await sessions.deleteOthers(USER.id, 's2')).toBe(2);
    expect((await sessions.ofUser(USER.id)).map(({ id }) => id)).toEqual(['s2']);
    expect(await sessions.deleteOthers(USER.id)).toBe(1);
    expect(await sessions.ofUser('u2')).toHaveLength(1);
  });

  it('forgets sessions that are over', async () => {
    const { users, sessions } = at.records;
    await users.insert(USER);
    const over = { ...SESSION, id: 's2', tokenHash: 'b', expiresAt: NOW };
    const idle = { ...SESSION, id: 's3', tokenHash: 'c', seenAt: NOW - 11 };
    for (const row of [SESSION, over, idle]) await sessions.insert(row);
    expect(await sessions.deleteStale({ notSeenSince: NOW - 10, now: NOW })).toBe(2);
    expect((await sessions.ofUser(USER.id)).map(({ id }) => id)).toEqual([SESSION.id]);
  });
}

function projects(at: Store): void {
  it('has the project of the first keys from the beginning, and takes more', async () => {
    const { projects } = at.records;
    const second = {
      id: 'p2',
      name: 'Atelier',
      timeZone: 'Europe/Berlin',
      archived: false,
      createdAt: NOW,
      ...AS_INSTALLATION,
    };
    await projects.insert(second);
    expect((await projects.list()).map(({ id }) => id)).toEqual(['p2', 'default']);
    expect(await projects.find('default')).toMatchObject({ name: 'Default', timeZone: 'UTC' });
    expect(await projects.update('p2', { archived: true })).toStrictEqual({ ...second, archived: true });
    expect(await projects.find('p2')).toStrictEqual({ ...second, archived: true });
    expect(await projects.update('nothing', { name: 'x' })).toBeUndefined();
  });

  it('gives somebody one role in a project', async () => {
    const { users, memberships } = at.records;
    await users.insert(USER);
    await memberships.put(MEMBERSHIP);
    await memberships.put({ ...MEMBERSHIP, role: 'viewer', createdAt: NOW + 9 });
    const stored = { ...MEMBERSHIP, role: 'viewer' };
    expect(await memberships.find('default', USER.id)).toStrictEqual(stored);
    expect(await memberships.ofUser(USER.id)).toStrictEqual([stored]);
    expect(await memberships.ofProject('default')).toStrictEqual([stored]);
    expect(await memberships.ofProject('other')).toEqual([]);
    expect(await memberships.delete('other', USER.id)).toBe(false);
    expect(await memberships.delete('default', USER.id)).toBe(true);
    expect(await memberships.find('default', USER.id)).toBeUndefined();
  });
}

function roles(at: Store): void {
  it('keeps a role until nobody has it', async () => {
    const { users, roles, memberships } = at.records;
    await roles.insert(ROLE);
    expect(await roles.find(ROLE.id)).toStrictEqual(ROLE);
    expect(await roles.update(ROLE.id, { name: 'Painter' })).toStrictEqual({ ...ROLE, name: 'Painter' });
    expect(await roles.list()).toStrictEqual([{ ...ROLE, name: 'Painter' }]);
    await users.insert({ ...USER, role: ROLE.id });
    expect(await roles.delete(ROLE.id)).toBe('in-use');
    await users.update(USER.id, { role: null }, 'owner');
    await memberships.put({ ...MEMBERSHIP, role: ROLE.id });
    expect(await roles.delete(ROLE.id)).toBe('in-use');
    await memberships.delete('default', USER.id);
    expect([await roles.delete(ROLE.id), await roles.delete(ROLE.id)]).toEqual(['done', 'unknown']);
  });
}

function invitations(at: Store): void {
  it('finds an invitation by its token’s hash, and gives it out once', async () => {
    const { invitations } = at.records;
    await invitations.insert(INVITATION);
    expect(await invitations.findByHash(INVITATION.tokenHash)).toStrictEqual(INVITATION);
    expect(await invitations.find(INVITATION.id)).toStrictEqual(INVITATION);
    const used = await Promise.all([invitations.delete(INVITATION.id), invitations.delete(INVITATION.id)]);
    expect(used.toSorted()).toEqual([false, true]);
  });

  it('lets a new invitation take the place of an earlier one', async () => {
    const { invitations } = at.records;
    const invite = (id: string, project: string | null) =>
      invitations.insert({ ...INVITATION, id, tokenHash: id, project });
    await invite('i1', null);
    await invite('i2', null);
    await invite('i3', 'default');
    const ids = async (project?: string) => (await invitations.open(NOW, project)).map(({ id }) => id).sort();
    expect(await ids()).toEqual(['i2', 'i3']);
    expect(await ids('default')).toEqual(['i3']);
    expect(await invitations.open(INVITATION.expiresAt)).toEqual([]);
    expect(await invitations.deleteExpired(INVITATION.expiresAt)).toBe(2);
    expect(await invitations.find('i2')).toBeUndefined();
  });
}
