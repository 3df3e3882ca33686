import { describe, expect, it } from 'vitest';
import { createMemoryShared } from '../storage/memory/shared-state.ts';
import type { KeyRecords, KeyRow, KeySecretRow } from '../storage/ports.ts';
import { hashKey } from './gateway-key.ts';
import { announceKeyChange, followKeyChanges } from './key-changes.ts';
import type { KeyRules } from './key-rules.ts';
import { createFirstKey, createKeyring } from './keyring.ts';

interface Kept {
  readonly key: KeyRow;
  readonly secret: KeySecretRow;
}

function keyRecords(rows: Kept[] = []) {
  const asked: string[] = [];
  return {
    rows,
    asked,
    insert: async (key: KeyRow, secret: KeySecretRow) => void rows.push({ key, secret }),
    findByHash: async (hash: string) => {
      asked.push(hash);
      return rows.find(({ secret }) => secret.hash === hash);
    },
    count: async () => rows.length,
  };
}

interface Change extends Partial<KeyRow> {
  readonly secretEnds?: number;
}

const row = (key: string, { secretEnds, ...more }: Change = {}): Kept => ({
  key: {
    ...{ id: 'k1', project: 'p1', name: 'n', kind: 'user', status: 'enabled', ownerId: null, rules: '{}' },
    ...{ expiresAt: null, lastUsedAt: null, createdAt: 0 },
    ...more,
  },
  secret: { hash: hashKey(key), keyId: 'k1', prefix: 'ah-', expiresAt: secretEnds ?? null, createdAt: 0 },
});

const NO_QUOTAS = { quotas: [], timeZone: 'UTC', archived: false };

const ringOf = (
  records: ReturnType<typeof keyRecords>,
  more: Partial<Parameters<typeof createKeyring>[0]> = {},
) => createKeyring({ records, configured: [], projectFacts: async () => NO_QUOTAS, ...more });

describe('a keyring', () => {
  it('knows keys of the configuration without asking the database', async () => {
    const records = keyRecords();
    const keyring = ringOf(records, { configured: [{ name: 'dev', key: 'ah-dev', imageShape: 'markdown' }] });
    expect(await keyring.authenticate('ah-dev')).toMatchObject({
      keyId: 'config:dev',
      project: 'default',
      imageShape: 'markdown',
    });
    expect(records.asked).toEqual([]);
  });

  it('asks the database by hash, once', async () => {
    const records = keyRecords([row('ah-1')]);
    const keyring = ringOf(records);
    await keyring.authenticate('ah-1');
    expect(await keyring.authenticate('ah-1')).toMatchObject({ keyId: 'k1', project: 'p1' });
    expect(records.asked).toEqual([hashKey('ah-1')]);
  });

  it.each([
    ['no key', undefined],
    ['an unknown key', 'ah-nobody'],
    ['a disabled key', 'ah-off'],
    ['an archived key', 'ah-old'],
    ['a hash in place of its key', hashKey('ah-1')],
  ])('refuses %s', async (_what, key) => {
    const keyring = ringOf(
      keyRecords([row('ah-1'), row('ah-off', { status: 'disabled' }), row('ah-old', { status: 'archived' })]),
    );
    await expect(keyring.authenticate(key)).rejects.toMatchObject({ code: 'invalid_api_key' });
  });
});

describe('a key', () => {
  const rules = (given: KeyRules): Change => ({ rules: JSON.stringify(given) });

  it.each([
    ['itself', { expiresAt: 100 }],
    ['the secret it is used by', { secretEnds: 100 }],
  ])('is refused from the moment %s expires, also when it is remembered', async (_what, change) => {
    let now = 99;
    const keyring = ringOf(keyRecords([row('ah-1', change)]), { now: () => now });
    await expect(keyring.authenticate('ah-1')).resolves.toMatchObject({ keyId: 'k1' });
    now = 100;
    await expect(keyring.authenticate('ah-1')).rejects.toThrow('expired');
  });

  it('is refused from other addresses than its own', async () => {
    const keyring = ringOf(keyRecords([row('ah-1', rules({ allowedIps: ['10.0.0.0/8'] }))]));
    await expect(keyring.authenticate('ah-1', '::ffff:10.1.1.1')).resolves.toMatchObject({ keyId: 'k1' });
    await expect(keyring.authenticate('ah-1', '192.0.2.1')).rejects.toMatchObject({
      code: 'permission_denied',
    });
  });

  it('has the rules of its active profile on top of its own', async () => {
    const profiles = [
      { name: 'day', mappings: [{ from: 'best', to: 'gpt-6' }], allowedModels: ['best'] },
      { name: 'night', allowedModels: ['none'] },
    ];
    const given = { allowedModels: ['b*'], profiles, activeProfile: 'day' };
    const { access } = await ringOf(keyRecords([row('ah-1', rules(given))])).authenticate('ah-1');
    expect(access.resolve('best')).toBe('gpt-6');
    expect(['best', 'bad', 'none'].map(access.allowsModel)).toEqual([true, false, false]);
  });

  it('counts against the quotas of its project, its own and those of its profile', async () => {
    const quota = { measure: 'requests', per: 'day', limit: 1 } as const;
    const given = { quotas: [quota], profiles: [{ name: 'day', quotas: [quota] }], activeProfile: 'day' };
    const keyring = ringOf(keyRecords([row('ah-1', rules(given))]), {
      projectFacts: async () => ({ quotas: [quota], timeZone: 'Asia/Tokyo', archived: false }),
    });
    const { quotas } = await keyring.authenticate('ah-1');
    expect(quotas.map(({ kind, id, timeZone }) => [kind, id, timeZone])).toEqual([
      ['project', 'p1', 'Asia/Tokyo'],
      ['key', 'k1', 'Asia/Tokyo'],
      ['profile', 'k1/day', 'Asia/Tokyo'],
    ]);
  });

  it('is refused once its project is archived', async () => {
    const projectFacts = async () => ({ ...NO_QUOTAS, archived: true });
    const keyring = ringOf(keyRecords([row('ah-1')]), { projectFacts });
    await expect(keyring.authenticate('ah-1')).rejects.toMatchObject({ code: 'invalid_api_key' });
  });

  it('says when it is used, unless it stands in the configuration', async () => {
    const used: string[] = [];
    const configured = [{ name: 'dev', key: 'ah-dev' }];
    const keyring = ringOf(keyRecords([row('ah-1')]), { configured, used: (id) => void used.push(id) });
    await keyring.authenticate('ah-dev');
    await keyring.authenticate('ah-1');
    await keyring.authenticate('ah-1');
    expect(used).toEqual(['k1', 'k1']);
  });
});

describe('what a keyring remembers', () => {
  const disable = (records: ReturnType<typeof keyRecords>): void => {
    records.rows[0] = row('ah-1', { status: 'disabled' });
  };

  it('is over after a minute', async () => {
    let now = 0;
    const records = keyRecords([row('ah-1')]);
    const keyring = ringOf(records, { now: () => now });
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
    const keyrings = [ringOf(records), ringOf(records)];
    for (const keyring of keyrings) {
      await followKeyChanges(shared, keyring);
      await keyring.authenticate('ah-1');
      await keyring.authenticate('ah-2');
    }
    disable(records);
    await announceKeyChange(shared, [hashKey('ah-1')]);
    for (const keyring of keyrings) {
      await expect(keyring.authenticate('ah-1')).rejects.toMatchObject({ code: 'invalid_api_key' });
      await expect(keyring.authenticate('ah-2')).resolves.toMatchObject({ keyId: 'k2' });
    }
    // Only the changed key was asked for again.
    expect(records.asked.filter((hash) => hash === hashKey('ah-2'))).toHaveLength(2);
  });

  it('is all over when announcements may have been missed', async () => {
    const records = keyRecords([row('ah-1')]);
    const keyring = ringOf(records);
    await keyring.authenticate('ah-1');
    disable(records);
    keyring.forget(undefined);
    await expect(keyring.authenticate('ah-1')).rejects.toMatchObject({ code: 'invalid_api_key' });
  });

  it('is nothing that was read before a change and arrived after it', async () => {
    const records = keyRecords([row('ah-1')]);
    const keyring = ringOf(records);
    const underWay = keyring.authenticate('ah-1');
    disable(records);
    keyring.forget(hashKey('ah-1'));
    await underWay;
    await expect(keyring.authenticate('ah-1')).rejects.toMatchObject({ code: 'invalid_api_key' });
  });

  it('is at most ten thousand keys, the oldest going first', async () => {
    const keys = Array.from({ length: 10_001 }, (_, index) => `ah-${index}`);
    const records = keyRecords(keys.map((key) => row(key)));
    const byHash = new Map(records.rows.map((each) => [each.secret.hash, each]));
    records.findByHash = async (hash) => {
      records.asked.push(hash);
      return byHash.get(hash);
    };
    const keyring = ringOf(records);
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
    const key = await createFirstKey(records as unknown as KeyRecords, 7);
    expect(records.rows).toMatchObject([
      { key: { status: 'enabled', createdAt: 7 }, secret: { hash: hashKey(key ?? '') } },
    ]);
    expect(JSON.stringify(records.rows)).not.toContain(key);
    expect(await createFirstKey(records as unknown as KeyRecords, 8)).toBeUndefined();
  });
});
