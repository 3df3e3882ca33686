import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { makeChannel } from '../../test/routing/channel.ts';
import { createSealer } from '../accounts/sealer.ts';
import { GatewayError } from '../contract/error.ts';
import type { Provider } from '../contract/provider.ts';
import { createMemoryShared } from '../storage/memory/shared-state.ts';
import type { ChannelRow, CredentialRow, Records, Shared } from '../storage/ports.ts';
import { createSqliteRecords } from '../storage/sqlite/records.ts';
import type { ChannelDocument } from './document.ts';
import { type ChannelRegistry, openChannelRegistry } from './registry.ts';
import { credentialPlace } from './seal-places.ts';

const provider: Provider = {
  ...{ id: 'test', title: 'Test', docs: '', baseUrl: 'https://test.example/v1', envKey: 'TEST_KEY' },
  ...{ models: [{ id: 'm' }], card: (id) => ({ id }), authorize: () => ({}) },
  decodeError: () => new GatewayError('upstream_error', 'No.'),
};
const sealer = createSealer('a secret of the tests');
const DOCUMENT: ChannelDocument = {
  ...{ baseUrl: null, settings: {}, mapping: [], timeoutMs: 1000, idleTimeoutMs: 1000, note: '' },
  models: {
    source: 'catalogue',
    list: [],
    include: [],
    exclude: [],
    prefix: '',
    upstream: [],
    askedAt: null,
  },
};
const row = (name: string, more: Partial<ChannelRow> = {}): ChannelRow => ({
  ...{ id: `ch_${name}`, name, type: 'test', enabled: true, priority: 1, weight: 1, position: 0, tags: '[]' },
  ...{ document: JSON.stringify(DOCUMENT), sealedSettings: null, sealedProxyPassword: null },
  ...{ archivedAt: null, createdAt: 1, updatedAt: 1 },
  ...more,
});
const keyOf = (channelId: string, by = sealer): CredentialRow => ({
  ...{ id: `cr_${channelId}`, channelId, label: 'key', hint: '', enabled: true, position: 0, createdAt: 1 },
  sealed: by.seal('sk-1', credentialPlace(`cr_${channelId}`)),
});

let records: Records;
let shared: Shared;
let opened: ChannelRegistry[];
beforeEach(async () => {
  records = await createSqliteRecords({ file: ':memory:' });
  shared = createMemoryShared();
  opened = [];
});
afterEach(async () => {
  for (const registry of opened) await registry.close();
  await records.close();
});

const demo = makeChannel('demo', provider, { origin: 'built-in' });
async function open(more: object = {}) {
  const onTrouble = vi.fn();
  const registry = await openChannelRegistry({
    ...{ records: records.channels, shared, sealer, providers: [provider], configured: [demo] },
    ...{ disabled: [], onTrouble },
    ...more,
  });
  opened.push(registry);
  return { registry, onTrouble };
}
const insert = (channel: ChannelRow, keys = [keyOf(channel.id)]) => records.channels.insert(channel, keys);
const names = (registry: ChannelRegistry) => registry.channels().map(({ name }) => name);

describe('the channels of a gateway', () => {
  it('are those of the configuration, then those of the database by position', async () => {
    await insert(row('b', { position: 2 }));
    await insert(row('a', { position: 1 }));
    const { registry } = await open({ configured: [makeChannel('fixed', provider)] });
    expect(names(registry)).toEqual(['fixed', 'a', 'b']);
    const [, stored] = registry.channels();
    expect(stored).toMatchObject({ id: 'ch_a', origin: 'database', baseUrl: 'https://test.example/v1' });
    expect(stored?.credentials[0]?.secret.reveal()).toBe('sk-1');
  });

  it('are the built-in one until there is a real one, be it switched off', async () => {
    const { registry } = await open();
    expect(names(registry)).toEqual(['demo']);
    await insert(row('a', { enabled: false }));
    await registry.changed();
    expect(names(registry)).toEqual([]);
    await records.channels.update('ch_a', { archivedAt: 5 });
    await registry.changed();
    expect(names(registry)).toEqual(['demo']);
  });

  it('are the same on every node as soon as one of them has changed something', async () => {
    const [one, two] = [await open(), await open()];
    await insert(row('a'));
    await one.registry.changed();
    expect(names(one.registry)).toEqual(['a']);
    await vi.waitFor(() => expect(names(two.registry)).toEqual(['a']), 15_000);
  });

  it('are read again for changes that come while they are read', async () => {
    const { registry } = await open();
    await insert(row('a'));
    const first = registry.changed();
    await insert(row('b'));
    await Promise.all([first, registry.changed()]);
    expect(names(registry)).toEqual(['a', 'b']);
  });

  it('stay the same objects where nothing about them changed', async () => {
    await insert(row('a'));
    await insert(row('b'));
    const { registry } = await open();
    const [a, b] = registry.channels();
    await records.channels.update('ch_b', { weight: 9 });
    await registry.changed();
    expect(registry.channels()[0]).toBe(a);
    expect(registry.channels()[1]).not.toBe(b);
  });

  it('stay in use while the database cannot be read, which is tried again', async () => {
    await insert(row('a'));
    const { registry, onTrouble } = await open();
    vi.spyOn(records.channels, 'all').mockRejectedValueOnce(new Error('gone'));
    await insert(row('b'));
    await registry.changed();
    expect(onTrouble).toHaveBeenCalled();
    await vi.waitFor(() => expect(names(registry)).toEqual(['a', 'b']), 15_000);
  });
});

describe('a channel that is not whole', () => {
  it.each<[string, ChannelRow, CredentialRow[], string]>([
    ['has no key', row('a'), [], 'It has no credential that is enabled.'],
    [
      'has a key from elsewhere',
      row('a'),
      [keyOf('ch_a', createSealer('the secret of another one'))],
      'another secret',
    ],
    ['is of a type that is gone', row('a', { type: 'gone' }), [], 'does not know the type "gone"'],
    ['is switched off', row('a', { enabled: false }), [], 'It is disabled.'],
  ])('serves nothing and says why, and others go on: it %s', async (_what, broken, keys, reason) => {
    await insert(broken, keys);
    await insert(row('b'));
    const { registry } = await open();
    expect(names(registry)).toEqual(['b']);
    expect(registry.unusable()).toMatchObject([{ name: 'a', reason: expect.stringContaining(reason) }]);
  });
});
