import { describe, expect, it } from 'vitest';
import { createMemoryShared } from '../storage/memory/shared-state.ts';
import type { KeyRow } from '../storage/ports.ts';
import { hashKey } from './gateway-key.ts';
import { announceKeyChange, followKeyChanges } from './key-changes.ts';
import { createFirstKey, createKeyring } from './keyring.ts';

function keyRecords(rows: KeyRow[] = []) {
  const asked: string[] = [];
  return {
    rows,
    asked,
    insert: async (row: KeyRow) => void rows.push(row),
    findByHash: async (hash: string) => {
      asked.push(hash);
      return rows.find((row) => row.hash === hash);
    },
    count: async () => rows.length,
  };
}

const row = (key: string, more: Partial<KeyRow> = {}): KeyRow => ({
  ...{ id: 'k1', project: 'p1', name: 'n', hash: hashKey(key), prefix: 'ah-', imageShape: null },
  ...{ enabled: true, createdAt: 0 },
  ...more,
});

describe('a keyring', () => {
  it('knows keys of the configuration without asking the database', async () => {
    const records = keyRecords();
    const keyring = createKeyring(records, [{ name: 'dev', key: 'ah-dev', imageShape: 'markdown' }]);
    expect(await keyring.authenticate('ah-dev')).toEqual({
      keyId: 'config:dev',
      project: 'default',
      imageShape: 'markdown',
    });
    expect(records.asked).toEqual([]);
  });

  it('asks the database by hash, once', async () => {
    const records = keyRecords([row('ah-1')]);
    const keyring = createKeyring(records, []);
    await keyring.authenticate('ah-1');
    expect(await keyring.authenticate('ah-1')).toMatchObject({ keyId: 'k1', project: 'p1' });
    expect(records.asked).toEqual([hashKey('ah-1')]);
  });

  it.each([
    ['no key', undefined],
    ['an unknown key', 'ah-nobody'],
    ['a disabled key', 'ah-off'],
    ['a hash in place of its key', hashKey('ah-1')],
  ])('refuses %s', async (_what, key) => {
    const keyring = createKeyring(keyRecords([row('ah-1'), row('ah-off', { enabled: false })]), []);
    await expect(keyring.authenticate(key)).rejects.toMatchObject({ code: 'invalid_api_key' });
  });
});

describe('what a keyring remembers', () => {
  const disable = (records: ReturnType<typeof keyRecords>): void => {
    records.rows[0] = row('ah-1', { enabled: false });
  };

  it('is over after a minute', async () => {
    let now = 0;
    const records = keyRecords([row('ah-1')]);
    const keyring = createKeyring(records, [], () => now);
    await keyring.authenticate('ah-1');
    disable(records);
    now = 59_999;
    await expect(keyring.authenticate('ah-1')).resolves.toMatchObject({ keyId: 'k1' });
    now = 60_000;
    await expect(keyring.authenticate('ah-1')).rejects.toMatchObject({ code: 'invalid_api_key' });
  });

  it('is over on every node once a change is announced', async () => {
    const records = keyRecords([row('ah-1'), row('ah-2', { id: 'k2' })]);
    const shared = createMemoryShared();
    const keyrings = [createKeyring(records, []), createKeyring(records, [])];
    for (const keyring of keyrings) {
      await followKeyChanges(shared, keyring);
      await keyring.authenticate('ah-1');
      await keyring.authenticate('ah-2');
    }
    disable(records);
    await announceKeyChange(shared, hashKey('ah-1'));
    for (const keyring of keyrings) {
      await expect(keyring.authenticate('ah-1')).rejects.toMatchObject({ code: 'invalid_api_key' });
      await expect(keyring.authenticate('ah-2')).resolves.toMatchObject({ keyId: 'k2' });
    }
    // Only the changed key was asked for again.
    expect(records.asked.filter((hash) => hash === hashKey('ah-2'))).toHaveLength(2);
  });

  it('is all over when announcements may have been missed', async () => {
    const records = keyRecords([row('ah-1')]);
    const keyring = createKeyring(records, []);
    await keyring.authenticate('ah-1');
    disable(records);
    keyring.forget(undefined);
    await expect(keyring.authenticate('ah-1')).rejects.toMatchObject({ code: 'invalid_api_key' });
  });

  it('is nothing that was read before a change and arrived after it', async () => {
    const records = keyRecords([row('ah-1')]);
    const keyring = createKeyring(records, []);
    const underWay = keyring.authenticate('ah-1');
    disable(records);
    keyring.forget(hashKey('ah-1'));
    await underWay;
    await expect(keyring.authenticate('ah-1')).rejects.toMatchObject({ code: 'invalid_api_key' });
  });

  it('is at most ten thousand keys, the oldest going first', async () => {
    const keys = Array.from({ length: 10_001 }, (_, index) => `ah-${index}`);
    const records = keyRecords(keys.map((key) => row(key)));
    const byHash = new Map(records.rows.map((each) => [each.hash, each]));
    records.findByHash = async (hash) => {
      records.asked.push(hash);
      return byHash.get(hash);
    };
    const keyring = createKeyring(records, []);
    for (const key of keys) await keyring.authenticate(key);
    records.asked.length = 0;
    await keyring.authenticate('ah-10000');
    await keyring.authenticate('ah-1');
    expect(records.asked).toEqual([]);
    await keyring.authenticate('ah-0');
    expect(records.asked).toEqual([hashKey('ah-0')]);
  });
});

describe('the first key', () => {
  it('is made once, returned once and stored as a hash', async () => {
    const records = keyRecords();
    const key = await createFirstKey(records, 7);
    expect(records.rows).toMatchObject([{ hash: hashKey(key ?? ''), enabled: true, createdAt: 7 }]);
    expect(JSON.stringify(records.rows)).not.toContain(key);
    expect(await createFirstKey(records, 8)).toBeUndefined();
  });
});
