import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSealer } from '../../accounts/sealer.ts';
import { createMemoryShared } from '../../storage/memory/shared-state.ts';
import type { Records, Shared } from '../../storage/ports.ts';
import { createSqliteRecords } from '../../storage/sqlite/records.ts';
import { openSettings, type Settings } from './settings-store.ts';

let records: Records;
let shared: Shared;
let now: number;
const onTrouble = vi.fn();

beforeEach(async () => {
  now = 1_795_000_000_000;
  onTrouble.mockReset();
  records = await createSqliteRecords({ file: ':memory:' });
  shared = createMemoryShared();
});
afterEach(() => records.close());

const open = (secret = 'a secret of the tests', node = shared): Promise<Settings> =>
  openSettings({
    ...{ records: records.settings, shared: node, sealer: createSealer(secret) },
    ...{ onTrouble, now: () => now },
  });

describe('settings', () => {
  it('are the defaults until somebody changes them', async () => {
    const settings = await open();
    expect(settings.get('general')).toEqual({ name: 'AxonHub', accent: null, signInMessage: null });
    expect(settings.shown('general')).toEqual({
      ...{
        value: { name: 'AxonHub', accent: null, signInMessage: null },
        version: 0,
        updatedAt: null,
        updatedBy: null,
      },
    });
  });

  it('keep what a change leaves out, and count changes', async () => {
    const settings = await open();
    await settings.change('sessions', { value: { idleHours: 1 } }, 'usr_1');
    const shown = await settings.change('sessions', { value: { maxDays: 2 }, version: 1 }, 'usr_2');
    expect(shown).toEqual({
      ...{ value: { idleHours: 1, maxDays: 2 }, version: 2, updatedAt: now, updatedBy: 'usr_2' },
    });
    expect(settings.get('sessions')).toEqual({ idleHours: 1, maxDays: 2 });
    expect((await open()).get('sessions')).toEqual({ idleHours: 1, maxDays: 2 });
  });

  it('are followed by all nodes, which say which section it was', async () => {
    const [one, two] = [await open(), await open()];
    const heard = vi.fn();
    two.onChange(heard);
    await one.change('general', { value: { name: 'Atelier' } }, 'usr_1');
    await vi.waitFor(() => expect(two.get('general').name).toBe('Atelier'), 15_000);
    expect(heard.mock.calls).toEqual([['general']]);
  });

  it('are seen by a node that missed the news after a minute', async () => {
    const one = await open();
    const deaf = await open(undefined, createMemoryShared());
    await one.change('general', { value: { name: 'Atelier' } }, 'usr_1');
    expect(deaf.get('general').name).toBe('AxonHub');
    now += 60_001;
    deaf.get('general');
    await vi.waitFor(() => expect(deaf.get('general').name).toBe('Atelier'), 15_000);
  });

  it('are refused a change that was made from an older version', async () => {
    const settings = await open();
    await settings.change('general', { value: { name: 'One' }, version: 0 }, 'usr_1');
    const late = settings.change('general', { value: { name: 'Two' }, version: 0 }, 'usr_2');
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
    expect(settings.get('general').name).toBe('One');
  });

  it('that nobody can read have their defaults, the others stay', async () => {
    const row = { version: 3, updatedAt: 1, updatedBy: 'usr_1' };
    const value = JSON.stringify({ idleHours: 'soon', maxDays: 5, gone: true });
    await records.settings.put({ ...row, section: 'sessions', value, version: 1 });
    await records.settings.put({ ...row, section: 'unknown', value: '{}', version: 1 });
    const settings = await open();
    expect(settings.get('sessions')).toEqual({ idleHours: 72, maxDays: 5 });
    expect(onTrouble).toHaveBeenCalledWith(
      expect.anything(),
      'the setting sessions.idleHours cannot be read',
    );
  });

  it('that cannot be read here outlive a change of others beside them', async () => {
    await (await open()).change('oidc', { value: { clientSecret: 'hush', label: 'Before' } }, 'usr_1');
    const stored = async () => JSON.parse((await records.settings.all())[0]?.value ?? '');
    const [row] = await records.settings.all();
    if (!row) throw new Error('nothing is stored');
    // As a later version of the gateway leaves it behind.
    const value = JSON.stringify({ ...JSON.parse(row.value), colour: 'of the future' });
    await records.settings.put({ ...row, value, version: row.version + 1 });
    const other = await open('another secret of the tests');
    expect(other.get('oidc').clientSecret).toBeNull();
    await other.change('oidc', { value: { label: 'After' } }, 'usr_1');
    expect(await stored()).toMatchObject({ label: 'After', colour: 'of the future' });
    expect((await open()).get('oidc')).toMatchObject({ label: 'After', clientSecret: 'hush' });
  });

  it('are changed also while the other nodes cannot be told', async () => {
    const publish = () => Promise.reject(new Error('no Redis'));
    const settings = await open(undefined, { ...shared, publish });
    await settings.change('general', { value: { name: 'Atelier' } }, 'usr_1');
    expect(settings.get('general').name).toBe('Atelier');
    expect(onTrouble).toHaveBeenCalledWith(expect.anything(), expect.stringContaining('announced'));
  });

  it('hold secrets sealed, which open under the secret of the installation only', async () => {
    const settings = await open();
    await settings.change('oidc', { value: { clientSecret: 'hush', clientId: 'axonhub' } }, 'usr_1');
    expect(settings.get('oidc').clientSecret).toBe('hush');
    expect(settings.shown('oidc').value).toMatchObject({ clientId: 'axonhub', clientSecretSet: true });
    expect(settings.shown('oidc').value).not.toHaveProperty('clientSecret');
    expect((await records.settings.find('oidc'))?.value).not.toContain('hush');
    expect((await open()).get('oidc').clientSecret).toBe('hush');
    const other = await open('another secret of the tests');
    expect(other.get('oidc')).toMatchObject({ clientId: 'axonhub', clientSecret: null });
    expect(onTrouble).toHaveBeenCalledWith(expect.anything(), 'the setting oidc.clientSecret cannot be read');
  });
});
