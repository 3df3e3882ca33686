import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { logEntry, NOON } from '../../test/contract/log-entries.ts';
import type { Records } from '../storage/ports.ts';
import { createSqliteRecords } from '../storage/sqlite/records.ts';
import { toBatch } from '../telemetry/log-batch.ts';
import { usageHistory } from './usage-history.ts';

const QUARTER = 900_000;
const NOTHING = { requests: 0, tokens: 0, images: 0, cost: 0 };

describe('what was used before', () => {
  let records: Records;
  beforeEach(async () => {
    records = await createSqliteRecords({ file: ':memory:' });
    const unknown = { usage: null, costNanoUsd: null, cost: null };
    const twice = [{ channel: 'first', errorCode: 'upstream_busy' as const, ...unknown }, {}];
    await records.requests.write(
      toBatch([
        logEntry({ id: 'earlier', createdAt: NOON - 1 }),
        logEntry({ id: 'one' }, twice),
        logEntry({ id: 'of unknown cost', createdAt: NOON + 61_000 }, [unknown]),
        logEntry({ id: 'of another key', keyId: 'key_2' }),
        logEntry({ id: 'turned away', channel: null, errorCode: 'quota_exceeded', imageCount: 0 }, []),
        logEntry({ id: 'elsewhere', project: 'other' }),
      ]),
    );
  });
  afterEach(() => records.close());

  it('is what a key used, without what never reached a channel', async () => {
    const scope = { project: 'default', keyId: 'key_1' };
    const used = { requests: 2, tokens: 30, images: 4, cost: 33_600_000 };
    expect(await usageHistory(records.usage, { ...scope, since: NOON })).toEqual(used);
    expect(await usageHistory(records.usage, { ...scope, since: NOON + 60_000 })).toMatchObject({
      requests: 1,
      cost: 0,
    });
    expect(await usageHistory(records.usage, { ...scope, since: NOON - QUARTER })).toMatchObject({
      requests: 3,
    });
  });

  it('is what a whole project used', async () => {
    expect(await usageHistory(records.usage, { project: 'default', since: NOON })).toMatchObject({
      requests: 3,
    });
    expect(await usageHistory(records.usage, { project: 'nobody', since: 0 })).toEqual(NOTHING);
  });

  it('is the calls through a channel, of all projects', async () => {
    const of = (channel: string) => usageHistory(records.usage, { channel, since: NOON });
    expect(await of('second')).toMatchObject({ requests: 4, tokens: 90 });
    expect(await of('first')).toEqual({ ...NOTHING, requests: 1 });
  });

  it('stays when the requests themselves have been deleted', async () => {
    expect(await records.requests.deleteOld({ before: NOON * 2 }, 100)).toBe(6);
    expect(await usageHistory(records.usage, { project: 'default', since: 0 })).toMatchObject({
      requests: 4,
    });
  });
});
