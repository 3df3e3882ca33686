import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogBatch, LogEntry, RequestRow } from '../storage/ports.ts';
import { createRequestLog } from './request-log.ts';

const row = (id: number): LogEntry => ({ request: { id: `req_${id}` } as RequestRow, executions: [] });

const stored = (id: string): RequestRow => ({ ...row(0).request, id, errorCode: 'interrupted' });

/** Records that can be told to fail. */
function requestRecords() {
  const batches: string[][] = [];
  const undone: string[] = [];
  const state = { broken: false, refused: new Set<string>(), answerLost: false };
  return {
    batches,
    state,
    write: async ({ requests, undoes }: LogBatch) => {
      if (state.broken) throw new Error('disk full');
      const ids = requests.map(({ id }) => id);
      if (ids.some((id) => state.refused.has(id))) throw new Error('a value that cannot be stored');
      undone.push(...(undoes?.ids ?? []));
      if (ids.length > 0) batches.push(ids);
      if (state.answerLost) {
        state.answerLost = false;
        throw new Error('the connection broke');
      }
    },
    known: async (ids: readonly string[]) => ids.filter((id) => batches.flat().includes(id)),
    undone,
    find: async (_project: string, id: string) => (batches.flat().includes(id) ? stored(id) : undefined),
    executions: async () => [],
  };
}

function open(options: { delayMs?: number; busyDelayMs?: number; batch?: number; capacity?: number } = {}) {
  const records = requestRecords();
  const troubles: number[] = [];
  const log = createRequestLog(records, {
    ...options,
    onTrouble: (_error, lost) => void troubles.push(lost),
  });
  return { records, log, troubles };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the request log', () => {
  it('writes what came together together, without making anyone wait', async () => {
    const { records, log } = open({ delayMs: 20 });
    log.add(row(1));
    log.add(row(2));
    expect(records.batches).toEqual([]);
    await vi.advanceTimersByTimeAsync(25);
    expect(records.batches).toEqual([['req_1', 'req_2']]);
  });

  it('lets more come together while many come', async () => {
    const { records, log } = open({ delayMs: 20, busyDelayMs: 100 });
    for (let id = 0; id < 10; id += 1) log.add(row(id));
    await vi.advanceTimersByTimeAsync(20);
    log.add(row(10));
    await vi.advanceTimersByTimeAsync(99);
    expect(records.batches.map(({ length }) => length)).toEqual([10]);
    await vi.advanceTimersByTimeAsync(1);
    log.add(row(11));
    await vi.advanceTimersByTimeAsync(20);
    expect(records.batches.map(({ length }) => length)).toEqual([10, 1, 1]);
  });

  it('writes no more rows at once than a transaction should have', async () => {
    const { records, log } = open({ batch: 2 });
    for (const id of [1, 2, 3, 4, 5]) log.add(row(id));
    await log.flush();
    expect(records.batches.map(({ length }) => length)).toEqual([2, 2, 1]);
  });

  it('keeps rows while the database does not answer, in their order', async () => {
    const { records, log, troubles } = open();
    records.state.broken = true;
    log.add(row(1));
    await log.flush();
    records.state.broken = false;
    log.add(row(2));
    await log.flush();
    expect(records.batches).toEqual([['req_1', 'req_2']]);
    expect(troubles).toEqual([0]);
  });

  it('tries again by itself when nothing else is added', async () => {
    const { records, log } = open();
    records.state.broken = true;
    log.add(row(1));
    await vi.advanceTimersByTimeAsync(25);
    records.state.broken = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(records.batches).toEqual([['req_1']]);
  });

  it('writes nothing twice when only the answer of the database was lost', async () => {
    const { records, log } = open();
    records.state.answerLost = true;
    log.add(row(1));
    await log.flush();
    log.add(row(2));
    await log.flush();
    expect(records.batches).toEqual([['req_1'], ['req_2']]);
  });

  it('puts the true end of a request in the place of what another process took it for', async () => {
    const { records, log } = open();
    records.batches.push(['req_1']);
    log.add({ ...row(1), unsettled: true });
    log.add({ ...row(2), unsettled: true });
    log.add(row(3));
    await log.flush();
    expect(records.undone).toEqual(['req_1']);
    expect(records.batches).toEqual([['req_1'], ['req_1', 'req_2', 'req_3']]);
  });

  it('gives up a row that can never be written, and no other', async () => {
    for (const refused of [['req_1'], ['req_4'], ['req_1', 'req_2', 'req_3', 'req_4', 'req_5']]) {
      const { records, log, troubles } = open();
      records.state.refused = new Set(refused);
      for (const id of [1, 2, 3, 4, 5, 6]) log.add(row(id));
      await vi.advanceTimersByTimeAsync(10_000);
      log.add(row(7));
      await vi.advanceTimersByTimeAsync(100);
      const all = [1, 2, 3, 4, 5, 6, 7].map((id) => `req_${id}`);
      expect(records.batches.flat().sort()).toEqual(all.filter((id) => !refused.includes(id)));
      expect(troubles.reduce((sum, lost) => sum + lost, 0)).toBe(refused.length);
    }
  });

  it('gives up nothing while the database is away, however long', async () => {
    const { records, log, troubles } = open();
    records.state.broken = true;
    for (const id of [1, 2, 3, 4, 5, 6]) log.add(row(id));
    await vi.advanceTimersByTimeAsync(60_000);
    records.state.broken = false;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(records.batches.flat().sort()).toEqual([1, 2, 3, 4, 5, 6].map((id) => `req_${id}`));
    expect(troubles.every((lost) => lost === 0)).toBe(true);
  });

  it('says how many rows are lost with the process', async () => {
    const { records, log, troubles } = open();
    records.state.broken = true;
    log.add(row(1));
    log.add(row(2));
    const closed = log.close();
    await vi.advanceTimersByTimeAsync(10_000);
    await closed;
    expect(troubles.at(-1)).toBe(2);
  });

  it('gives up the oldest rows when too many wait, and says how many', async () => {
    const { records, log, troubles } = open({ capacity: 2 });
    records.state.broken = true;
    for (const id of [1, 2, 3]) log.add(row(id));
    await log.flush();
    records.state.broken = false;
    await log.flush();
    expect(troubles).toEqual([1]);
    expect(records.batches).toEqual([['req_2', 'req_3']]);
  });
});
