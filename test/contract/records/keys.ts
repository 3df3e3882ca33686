import { expect, it } from 'vitest';
import type { KeyRow, KeySecretRow, Records } from '../../../src/storage/ports.ts';

/** Beyond 32 bits, as every time is. */
const NOW = 1_795_000_000_123;

export const KEY: KeyRow = {
  id: 'key_1',
  project: 'default',
  name: 'dev 🔑',
  kind: 'user',
  status: 'enabled',
  ownerId: null,
  rules: '{}',
  expiresAt: null,
  lastUsedAt: null,
  createdAt: NOW,
};

export const SECRET: KeySecretRow = {
  hash: 'aa'.repeat(32),
  keyId: 'key_1',
  prefix: 'ah-dev',
  expiresAt: null,
  createdAt: NOW,
};

interface Store {
  readonly records: Records;
}

const inserter =
  (at: Store) =>
  (id: string, changes: Partial<KeyRow> = {}) =>
    at.records.keys.insert({ ...KEY, id, ...changes }, { ...SECRET, hash: `hash of ${id}`, keyId: id });

/** @param at where the store stands when a test runs */
export function keyContract(at: Store): void {
  keyLookups(at);
  keyLists(at);
  keyUse(at);
}

function keyLookups(at: Store): void {
  const keys = () => at.records.keys;

  it('finds a key by any of its secrets, exactly as it was inserted', async () => {
    const full: KeyRow = {
      ...KEY,
      ...{ id: 'key_2', kind: 'service', status: 'archived', ownerId: 'user_1' },
      ...{ rules: '{"imageShape":"markdown"}', expiresAt: NOW + 1, lastUsedAt: NOW + 2 },
    };
    await keys().insert(KEY, SECRET);
    await keys().insert(full, { ...SECRET, hash: 'cc', keyId: 'key_2', expiresAt: NOW + 3 });
    expect(await keys().findByHash(SECRET.hash)).toStrictEqual({ key: KEY, secret: SECRET });
    expect(await keys().findByHash('cc')).toMatchObject({ key: full, secret: { expiresAt: NOW + 3 } });
    expect(await keys().findByHash('dd')).toBeUndefined();
  });

  it('counts keys', async () => {
    expect(await keys().count()).toBe(0);
    await keys().insert(KEY, SECRET);
    expect(await keys().count()).toBe(1);
  });

  it('refuses a second key with the same secret, and keeps nothing of it', async () => {
    await keys().insert(KEY, SECRET);
    await expect(keys().insert({ ...KEY, id: 'key_2' }, { ...SECRET, keyId: 'key_2' })).rejects.toThrow();
    expect(await keys().count()).toBe(1);
  });

  it('changes a key of its own project only', async () => {
    await keys().insert(KEY, SECRET);
    const changes = { name: 'renamed', status: 'disabled', rules: '{"a":1}', expiresAt: NOW } as const;
    expect(await keys().update('other', 'key_1', changes)).toBeUndefined();
    expect(await keys().update('default', 'key_1', changes)).toStrictEqual({ ...KEY, ...changes });
    expect(await keys().find('default', 'key_1')).toStrictEqual({ ...KEY, ...changes });
    expect(await keys().find('other', 'key_1')).toBeUndefined();
  });
}

function keyLists(at: Store): void {
  const keys = () => at.records.keys;
  const insert = inserter(at);

  it('lists the keys of a project page by page, newest first', async () => {
    for (const [index, id] of ['a', 'b', 'c', 'd', 'e'].entries())
      await insert(id, { createdAt: NOW + Math.floor(index / 2) });
    await insert('theirs', { project: 'other', createdAt: NOW + 9 });
    const first = await keys().list('default', { limit: 2 });
    const after = { createdAt: first[1]?.createdAt ?? 0, id: first[1]?.id ?? '' };
    const second = await keys().list('default', { limit: 9, after });
    expect([first, second].map((page) => page.map(({ id }) => id))).toEqual([
      ['e', 'd'],
      ['c', 'b', 'a'],
    ]);
  });

  it('finds keys by a part of their name, by status and by kind', async () => {
    await insert('a', { name: 'Team 100% A' });
    await insert('b', { name: 'team 1000 b', status: 'disabled' });
    await insert('c', { kind: 'service' });
    const ids = async (filter: Parameters<Records['keys']['list']>[1]) =>
      (await keys().list('default', filter)).map(({ id }) => id);
    expect(await ids({ search: '100% a', limit: 9 })).toEqual(['a']);
    expect(await ids({ search: 'TEAM', limit: 9 })).toEqual(['b', 'a']);
    expect(await ids({ status: 'disabled', limit: 9 })).toEqual(['b']);
    expect(await ids({ kind: 'service', limit: 9 })).toEqual(['c']);
  });
}

function keyUse(at: Store): void {
  const keys = () => at.records.keys;
  const insert = inserter(at);

  it('replaces a secret: the old ones work on for a while, those that are over are removed', async () => {
    await keys().insert(KEY, SECRET);
    const fresh = (hash: string, createdAt: number): KeySecretRow => ({ ...SECRET, hash, createdAt });
    await keys().addSecret(fresh('second', NOW + 10), { until: NOW + 50, now: NOW + 10 });
    expect(await keys().secretsOf(['key_1'])).toMatchObject([
      { hash: 'second', expiresAt: null },
      { hash: SECRET.hash, expiresAt: NOW + 50 },
    ]);
    await keys().addSecret(fresh('third', NOW + 60), { until: NOW + 99, now: NOW + 60 });
    expect((await keys().secretsOf(['key_1'])).map(({ hash, expiresAt }) => [hash, expiresAt])).toEqual([
      ['third', null],
      ['second', NOW + 99],
    ]);
    expect(await keys().findByHash(SECRET.hash)).toBeUndefined();
    expect(await keys().secretsOf([])).toEqual([]);
  });

  it('knows when keys were used last, and whose they are', async () => {
    await insert('a', { ownerId: 'user_1', kind: 'personal' });
    await keys().touch([{ id: 'a', at: NOW + 7 }]);
    expect(await keys().findOwned('default', 'user_1', 'personal')).toMatchObject({
      id: 'a',
      lastUsedAt: NOW + 7,
    });
    expect(await keys().findOwned('default', 'user_1', 'user')).toBeUndefined();
    expect(await keys().findOwned('other', 'user_1', 'personal')).toBeUndefined();
  });
}

/** @param at where the store stands when a test runs */
export function limitContract(at: Store): void {
  it('keeps the last limits of a project', async () => {
    const { limits } = at.records;
    expect(await limits.find('default')).toBeUndefined();
    await limits.put({ project: 'default', quotas: '[1]', updatedAt: NOW });
    await limits.put({ project: 'default', quotas: '[2]', updatedAt: NOW + 1 });
    expect(await limits.find('default')).toEqual({ project: 'default', quotas: '[2]', updatedAt: NOW + 1 });
  });
}
