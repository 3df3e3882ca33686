import { describe, expect, it } from 'vitest';
import type { KeyRow } from '../storage/ports.ts';
import { hashKey } from './gateway-key.ts';
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

describe('the first key', () => {
  it('is made once, returned once and stored as a hash', async () => {
    const records = keyRecords();
    const key = await createFirstKey(records, 7);
    expect(records.rows).toMatchObject([{ hash: hashKey(key ?? ''), enabled: true, createdAt: 7 }]);
    expect(JSON.stringify(records.rows)).not.toContain(key);
    expect(await createFirstKey(records, 8)).toBeUndefined();
  });
});
