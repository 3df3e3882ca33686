import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logEntry } from '../../test/contract/log-entries.ts';
import { GatewayError } from '../contract/error.ts';
import { createMemoryShared } from '../storage/memory/shared-state.ts';
import { createLiveRequests, type LiveEvent, type LiveRequests, tellOfRequests } from './live-requests.ts';

const all = () => true;
const entry = (id: string, project = 'default') => logEntry({ id, project });
const fail = (error: unknown): never => expect.fail(String(error));

const shared = createMemoryShared();
let now = 1_000_000;
let live: LiveRequests;
let tell: ReturnType<typeof tellOfRequests>;
let leave: AbortController;
beforeEach(() => {
  leave = new AbortController();
  live = createLiveRequests(shared, { silenceMs: 40, onTrouble: fail });
  tell = tellOfRequests(shared, { now: () => now, onTrouble: fail });
});
afterEach(() => live.close());

/** Who listens is known to all nodes. */
async function listen(project = 'default', wants: Parameters<LiveRequests['listen']>[1] = all) {
  const events = live.listen(project, wants, leave.signal)[Symbol.asyncIterator]();
  await vi.waitFor(async () => {
    tell([entry('hello', project)]);
    expect((await events.next()).value).toMatchObject({ kind: 'request', row: { id: 'hello' } });
  }, 15_000);
  return events;
}

const next = async (events: AsyncIterator<LiveEvent>): Promise<string> => {
  const { value, done } = await events.next();
  if (done) return 'end';
  if (value.kind === 'request') return value.row.id;
  return value.kind === 'missed' ? `missed ${value.count}` : value.kind;
};

describe('live requests', () => {
  it('come to those who look at their project, as they are written', async () => {
    const events = await listen();
    tell([entry('a'), entry('theirs', 'other'), entry('b')]);
    expect([await next(events), await next(events), await next(events)]).toEqual(['a', 'b', 'silence']);
  });

  it('are those that are wanted', async () => {
    const events = await listen('default', ({ id }) => id !== 'b');
    tell([entry('a'), entry('b'), entry('c')]);
    expect([await next(events), await next(events)]).toEqual(['a', 'c']);
  });

  it('are not told of when nobody looks, and no longer once nobody does', async () => {
    const publish = vi.spyOn(shared, 'publish');
    tell([entry('a')]);
    expect(publish).not.toHaveBeenCalled();
    const events = await listen();
    leave.abort();
    expect(await next(events)).toBe('end');
    now += 16_000;
    publish.mockClear();
    tell([entry('b')]);
    expect(publish).not.toHaveBeenCalled();
    publish.mockRestore();
  });

  it('are counted where the reader is too slow, and said to be missing where messages were lost', async () => {
    const events = await listen();
    tell(Array.from({ length: 700 }, (_, index) => entry(`req_${index}`)));
    const seen: string[] = [];
    for (let each = ''; !each.startsWith('missed'); seen.push(each)) each = await next(events);
    expect([seen.length, seen.at(-1)]).toEqual([501, 'missed 200']);
  });

  it('end with the feed, and are for so many at once', async () => {
    const events = await listen();
    for (let count = 1; count < 200; count += 1) live.listen('default', all, leave.signal);
    expect(() => live.listen('default', all, leave.signal)).toThrow(GatewayError);
    await live.close();
    expect(await next(events)).toBe('end');
  });
});
