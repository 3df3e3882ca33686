import { expect, it } from 'vitest';
import type { AuditFilter, AuditRow, Records } from '../../src/storage/ports.ts';
import { AUDIT, NOW } from './account-rows.ts';

interface Store {
  readonly records: Records;
}

/** What every record store does with the audit log and the settings. */
export function auditContract(at: Store): void {
  audit(at);
  settings(at);
}

function audit(at: Store): void {
  const ids = async (filter: Partial<AuditFilter>) =>
    (await at.records.audit.list({ limit: 9, ...filter })).map(({ id }) => id);

  it('keeps what was done, newest first, exactly as it was written', async () => {
    const stranger: AuditRow = {
      ...AUDIT,
      ...{ id: 'aud_2', at: NOW + 1, project: null, status: 401 },
      ...{ actorKind: null, actorId: null, actorName: null },
    };
    await at.records.audit.insertMany([AUDIT, stranger]);
    await at.records.audit.insertMany([]);
    expect(await at.records.audit.list({ limit: 9 })).toStrictEqual([stranger, AUDIT]);
  });

  it('finds entries by who, what, where, when and how it ended', async () => {
    const rows: AuditRow[] = [
      AUDIT,
      { ...AUDIT, id: 'who', actorId: 'usr_2' },
      { ...AUDIT, id: 'what', action: 'deleteKey' },
      { ...AUDIT, id: 'where', project: 'other' },
      { ...AUDIT, id: 'when', at: NOW - 1 },
      { ...AUDIT, id: 'how', status: 403 },
    ];
    await at.records.audit.insertMany(rows);
    expect(await ids({ actorId: 'usr_2' })).toEqual(['who']);
    expect(await ids({ action: 'deleteKey' })).toEqual(['what']);
    expect(await ids({ project: 'other' })).toEqual(['where']);
    expect(await ids({ until: NOW })).toEqual(['when']);
    expect(await ids({ from: NOW })).toHaveLength(5);
    expect(await ids({ outcome: 'refused' })).toEqual(['how']);
    expect(await ids({ outcome: 'done' })).toHaveLength(5);
  });

  it('serves entries in pages, none twice, also those of the same moment', async () => {
    await at.records.audit.insertMany(['a', 'b', 'c'].map((id) => ({ ...AUDIT, id })));
    expect(await ids({ limit: 2 })).toEqual(['c', 'b']);
    expect(await ids({ after: { at: NOW, id: 'b' } })).toEqual(['a']);
  });

  it('lets old entries go, some at a time', async () => {
    await at.records.audit.insertMany(['a', 'b', 'c'].map((id) => ({ ...AUDIT, id, at: NOW - 1 })));
    await at.records.audit.insertMany([AUDIT]);
    const { deleteBefore } = at.records.audit;
    expect([await deleteBefore(NOW, 2), await deleteBefore(NOW, 2)]).toEqual([2, 1]);
    expect(await ids({})).toEqual([AUDIT.id]);
  });
}

function settings(at: Store): void {
  it('takes a change of a setting only over the version it was made from', async () => {
    const { settings } = at.records;
    const first = { section: 'general', value: '{}', version: 1, updatedAt: NOW, updatedBy: 'usr_1' };
    const second = { ...first, value: '{"a":1}', version: 2 };
    expect(await settings.put(first)).toBe(true);
    expect(await settings.put(first)).toBe(false);
    expect((await Promise.all([settings.put(second), settings.put(second)])).toSorted()).toEqual([
      false,
      true,
    ]);
    expect(await settings.put({ ...second, version: 4 })).toBe(false);
    expect(await settings.find('general')).toStrictEqual(second);
    expect(await settings.find('other')).toBeUndefined();
    expect(await settings.all()).toStrictEqual([second]);
  });
}
