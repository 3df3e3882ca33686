import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LogBatch, LogEntry, Records, UnsettledRow } from '../storage/ports.ts';
import { createUnsettled, type Unsettled } from './unsettled.ts';

const START = 1_000_000;
const entry = (id: string): LogEntry =>
  ({
    request: { id, project: 'default', createdAt: START, durationMs: 0, imageCount: 0 },
    executions: [{ startedAt: START + 1_000, durationMs: 0, pictures: [] }],
  }) as unknown as LogEntry;
const left = (id: string): UnsettledRow => ({
  ...{ id, node: 'dead', aliveUntil: START + 25_000, entry: JSON.stringify(entry(id)) },
});

let rows: UnsettledRow[];
let renewals: number;
let buried: LogEntry[];
let errors: unknown[];
let unsettled: Unsettled;
const written: LogBatch[] = [];

beforeEach(() => {
  vi.useFakeTimers({ now: START + 30_000 });
  rows = [];
  renewals = 0;
  buried = [];
  errors = [];
});
afterEach(async () => {
  await unsettled.close();
  vi.useRealTimers();
});

function open(leads: boolean): void {
  const records = {
    images: { ofRequest: async () => [{}, {}] },
    unsettled: {
      put: async (row: UnsettledRow) => void rows.push(row),
      renew: async () => {
        renewals += 1;
      },
      dead: async (node: string, now: number, limit: number) =>
        rows.filter((row) => row.node !== node && row.aliveUntil < now).slice(0, limit),
      bury: async (id: string, _now: number, batch: LogBatch) => {
        if (id.startsWith('bad')) throw new Error('a value that cannot be stored');
        rows = rows.filter((row) => row.id !== id);
        written.push(batch);
        return true;
      },
    },
  } as unknown as Pick<Records, 'unsettled' | 'images'>;
  unsettled = createUnsettled({
    ...{ records, node: 'me', leads, now: Date.now },
    onBuried: (each) => void buried.push(each),
    onError: (error) => void errors.push(error),
  });
}

it('puts into the log what a dead process has left, as long as it was known to live, with the pictures it kept', async () => {
  rows = [left('req_1')];
  open(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(buried).toMatchObject([
    {
      request: { id: 'req_1', durationMs: 5_000, imageCount: 2 },
      executions: [{ durationMs: 4_000 }],
    },
  ]);
  expect(rows).toEqual([]);
});

it('leaves that to the process that leads', async () => {
  rows = [left('req_1')];
  open(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(buried).toEqual([]);
});

it('says that it lives as long as something is worked on, and never buries its own', async () => {
  open(true);
  const work = unsettled.begin();
  await unsettled.keep(entry('req_1'));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(renewals).toBe(12);
  work.end();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(renewals).toBe(12);
  expect(buried).toEqual([]);
});

it('one that cannot be written holds up no other, however many there are', async () => {
  const names = Array.from({ length: 130 }, (_, index) => (index % 2 ? `bad_${index}` : `req_${index}`));
  rows = names.map(left);
  open(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(buried).toHaveLength(65);
  expect(errors.length).toBe(65);
});
