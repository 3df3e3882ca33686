import { describe, expect, it } from 'vitest';
import type { ChannelRow, CredentialRow, Records } from '../../src/storage/ports.ts';

/** Beyond 32 bits, as every time is. */
const NOW = 1_795_000_000_123;

const CHANNEL: ChannelRow = {
  id: 'ch_1',
  name: 'work 🔧',
  type: 'openai',
  enabled: true,
  priority: 1,
  weight: 100,
  position: 0,
  tags: '["eu"]',
  document: '{"baseUrl":null}',
  sealedSettings: null,
  sealedProxyPassword: null,
  archivedAt: null,
  createdAt: NOW,
  updatedAt: NOW,
};

const credential = (id: string, more: Partial<CredentialRow> = {}): CredentialRow => ({
  ...{ id, channelId: 'ch_1', label: 'first', sealed: `v1.${id}`, hint: 'abcd', enabled: true },
  ...{ position: 0, createdAt: NOW },
  ...more,
});

interface Store {
  readonly records: Records;
}

/** What every store of channels does. */
export function channelsContract(at: Store): void {
  rows(at);
  credentials(at);
}

function rows(at: Store): void {
  const channels = () => at.records.channels;
  describe('channels', () => {
    it('come back exactly as they were inserted, by position', async () => {
      const second: ChannelRow = {
        ...{ ...CHANNEL, id: 'ch_2', name: 'spare', enabled: false, position: -1 },
        ...{ sealedSettings: 'v1.s', sealedProxyPassword: 'v1.p', archivedAt: NOW },
      };
      await channels().insert(CHANNEL, []);
      await channels().insert(second, []);
      expect(await channels().all()).toStrictEqual([second, CHANNEL]);
      expect(await channels().find('ch_1')).toStrictEqual(CHANNEL);
      expect(await channels().find('ch_3')).toBeUndefined();
    });

    it('do not share names, and a channel that is refused leaves no credentials', async () => {
      await channels().insert(CHANNEL, []);
      const twin = { ...CHANNEL, id: 'ch_2' };
      await expect(channels().insert(twin, [credential('cr_1', { channelId: 'ch_2' })])).rejects.toThrow();
      expect(await channels().credentials()).toEqual([]);
      await channels().insert({ ...twin, name: 'other' }, []);
      await expect(channels().update('ch_2', { name: CHANNEL.name })).rejects.toThrow();
    });

    it('change where a change says so, and nowhere else', async () => {
      await channels().insert(CHANNEL, []);
      expect(await channels().update('ch_1', { enabled: false, document: '{}', updatedAt: NOW + 1 })).toBe(
        true,
      );
      const changed = { ...CHANNEL, enabled: false, document: '{}', updatedAt: NOW + 1 };
      expect(await channels().find('ch_1')).toStrictEqual(changed);
      expect(await channels().update('ch_3', { enabled: false })).toBe(false);
    });

    it('change together or not at all', async () => {
      await channels().insert(CHANNEL, []);
      await channels().insert({ ...CHANNEL, id: 'ch_2', name: 'spare', position: 1 }, []);
      await channels().updateMany([
        { id: 'ch_1', change: { position: 5 } },
        { id: 'ch_2', change: { position: 4, priority: 9 } },
      ]);
      expect((await channels().all()).map(({ id, priority }) => [id, priority])).toEqual([
        ['ch_2', 9],
        ['ch_1', 1],
      ]);
      const failing = channels().updateMany([
        { id: 'ch_1', change: { weight: 7 } },
        { id: 'ch_2', change: { name: CHANNEL.name } },
      ]);
      await expect(failing).rejects.toThrow();
      expect((await channels().find('ch_1'))?.weight).toBe(100);
    });
  });
}

function credentials(at: Store): void {
  const channels = () => at.records.channels;
  describe('credentials of channels', () => {
    it('come back by position, of all channels or of one', async () => {
      const [one, two] = [credential('cr_1', { position: 1 }), credential('cr_2', { enabled: false })];
      const theirs = credential('cr_3', { channelId: 'ch_2', position: 2 });
      await channels().insert(CHANNEL, [one, two]);
      await channels().insert({ ...CHANNEL, id: 'ch_2', name: 'spare' }, []);
      await channels().insertCredential(theirs);
      expect(await channels().credentials('ch_1')).toStrictEqual([two, one]);
      expect(await channels().credentials()).toStrictEqual([two, one, theirs]);
    });

    it('change and go only under their own channel', async () => {
      await channels().insert(CHANNEL, [credential('cr_1')]);
      expect(await channels().updateCredential('ch_2', 'cr_1', { label: 'x' })).toBe(false);
      expect(await channels().updateCredential('ch_1', 'cr_1', {})).toBe(true);
      expect(await channels().updateCredential('ch_1', 'cr_1', { label: 'x', enabled: false })).toBe(true);
      const changed = credential('cr_1', { label: 'x', enabled: false });
      expect(await channels().credentials()).toStrictEqual([changed]);
      expect(await channels().deleteCredential('ch_2', 'cr_1')).toBe(false);
      expect(await channels().deleteCredential('ch_1', 'cr_1')).toBe(true);
      expect(await channels().credentials()).toEqual([]);
    });

    it('are sealed anew only where nobody has changed them since', async () => {
      const sealed = { sealedSettings: 'v1.s', sealedProxyPassword: 'v1.p' };
      await channels().insert({ ...CHANNEL, ...sealed }, [credential('cr_1')]);
      const { reseal } = channels();
      expect(await reseal('credential', 'cr_1', 'v1.cr_1', 'v1.new')).toBe(true);
      expect(await reseal('credential', 'cr_1', 'v1.cr_1', 'v1.late')).toBe(false);
      expect(await reseal('settings', 'ch_1', 'v1.s', 'v1.new')).toBe(true);
      expect(await reseal('proxyPassword', 'ch_1', 'v1.other', 'v1.new')).toBe(false);
      expect((await channels().credentials())[0]?.sealed).toBe('v1.new');
      expect(await channels().find('ch_1')).toMatchObject({
        sealedSettings: 'v1.new',
        sealedProxyPassword: 'v1.p',
      });
    });

    it('go with their channel, and belong to one that exists', async () => {
      await channels().insert(CHANNEL, [credential('cr_1')]);
      await channels().delete('ch_1');
      expect(await channels().credentials()).toEqual([]);
      await expect(channels().insertCredential(credential('cr_2'))).rejects.toThrow();
    });
  });
}
