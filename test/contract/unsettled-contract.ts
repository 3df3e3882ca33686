import { expect, it } from 'vitest';
import type { LogEntry, Records, UnsettledRow } from '../../src/storage/ports.ts';
import { toBatch } from '../../src/telemetry/log-batch.ts';
import { undoBatch } from '../../src/telemetry/undo-batch.ts';
import { everBy, logEntry, NOON } from './log-entries.ts';

const row = (given: Partial<UnsettledRow> = {}): UnsettledRow => ({
  ...{ id: 'req_1', node: 'dead', aliveUntil: NOON, entry: '{"request":{"id":"req_1"}}' },
  ...given,
});

const settled = (entry: LogEntry): LogEntry => ({ ...entry, unsettled: true });

/** What providers may be drawing while the log does not know of it. */
export function unsettledContract(at: { records: Records }): void {
  const dead = (node = 'me', now = NOON + 1) => at.records.unsettled.dead(node, now, 10);
  const sums = async () => {
    const all = { stretches: everBy(900_000), filter: {}, by: [] };
    return (await at.records.usage.sums(all))[0];
  };
  const put = (...rows: readonly Partial<UnsettledRow>[]) =>
    Promise.all(rows.map((each) => at.records.unsettled.put(row(each))));

  it('gives what other processes have left, oldest first, and nothing of those that live', async () => {
    await put(
      { id: 'late', aliveUntil: NOON - 1 },
      { id: 'early', aliveUntil: NOON - 2 },
      { id: 'mine', node: 'me' },
      { id: 'alive', node: 'other', aliveUntil: NOON + 1 },
    );
    expect((await dead()).map(({ id }) => id)).toEqual(['early', 'late']);
    expect(await at.records.unsettled.dead('me', NOON + 1, 1)).toStrictEqual([
      row({ id: 'early', aliveUntil: NOON - 2 }),
    ]);
    await at.records.unsettled.renew('dead', NOON + 1);
    expect(await dead()).toEqual([]);
  });

  it('keeps what was put last of a request', async () => {
    await put({ node: 'first', entry: '1' });
    await put({ node: 'second', entry: '2' });
    expect(await dead()).toStrictEqual([row({ node: 'second', entry: '2' })]);
  });

  it('turns a row into a log entry once, whoever tries how often at the same time', async () => {
    await put({});
    const bury = () => at.records.unsettled.bury('req_1', NOON + 1, toBatch([logEntry()]));
    const buried = await Promise.all([bury(), bury(), bury()]);
    expect(buried.filter(Boolean)).toHaveLength(1);
    expect(await dead()).toEqual([]);
    expect(await at.records.requests.find('default', 'req_1')).toStrictEqual(logEntry().request);
    expect((await sums())?.requests).toBe(1);
  });

  it('leaves a row alone whose process has said again that it lives', async () => {
    await put({});
    expect(await at.records.unsettled.bury('req_1', NOON, toBatch([logEntry()]))).toBe(false);
    expect(await dead()).toHaveLength(1);
  });

  it('forgets a row whose request stands in the log already', async () => {
    await put({});
    await at.records.requests.write(toBatch([logEntry()]));
    expect(await at.records.unsettled.bury('req_1', NOON + 1, toBatch([logEntry()]))).toBe(false);
    expect(await dead()).toEqual([]);
    expect((await sums())?.requests).toBe(1);
  });

  it('deletes the row together with the log entry that settles it, and no other', async () => {
    await put({}, { id: 'req_2' }, { id: 'req_3' });
    await at.records.requests.write(toBatch([settled(logEntry()), logEntry({ id: 'req_2' })]));
    expect((await dead()).map(({ id }) => id).sort()).toEqual(['req_2', 'req_3']);
  });

  it('puts the true end in the place of what another process took the request for, sums included', async () => {
    const taken = logEntry(
      { errorCode: 'interrupted', status: 500, costNanoUsd: null, cost: { unknown: 'Cut off.' } },
      [{ errorCode: 'interrupted', costNanoUsd: null, cost: { unknown: 'Cut off.' }, pictures: [] }, {}],
    );
    await at.records.requests.write(toBatch([taken, logEntry({ id: 'req_2' })]));
    const batch = toBatch([settled(logEntry())]);
    await at.records.requests.write({ ...batch, undoes: undoBatch([taken]) });
    expect(await at.records.requests.find('default', 'req_1')).toStrictEqual(logEntry().request);
    expect(await at.records.requests.executions('default', 'req_1')).toHaveLength(1);
    expect(await sums()).toMatchObject({ requests: 2, failedRequests: 0, executions: 2, unknownCosts: 0 });
  });
}
