import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Claim, Shared } from '../../src/storage/ports.ts';
import { swiftly } from '../timing/swiftly.ts';

interface Nodes {
  one: Shared;
  two: Shared;
}

/** What state shared by nodes does. `make` returns the views of two nodes; where there is only one, twice the same. */
export function sharedContract(name: string, make: () => Promise<readonly [Shared, Shared]>): void {
  describe(`shared state: ${name}`, () => {
    const at = {} as Nodes;
    beforeEach(async () => {
      const [one, two] = await make();
      Object.assign(at, { one, two });
    });
    afterEach(async () => {
      await at.one.close();
      if (at.two !== at.one) await at.two.close();
    });

    values(at);
    counters(at);
    claims(at);
    places(at);
    messages(at);
  });
}

function values(at: Nodes): void {
  it('knows nothing of what was never set', async () => {
    expect(await at.one.get('nothing')).toBeUndefined();
  });

  it('shows every node what was set last, empty and odd texts included', async () => {
    for (const value of ['first', '', 'ä🎨\n"']) {
      await at.one.set('a:key', value, 60_000);
      expect(await at.two.get('a:key')).toBe(value);
    }
  });

  it('forgets a value after its time, which a new value sets anew', async () => {
    await at.one.set('long', 'x', 60);
    await at.one.set('long', 'y', 60_000);
    await at.one.set('short', 'x', 60);
    await sleep(120);
    expect([await at.two.get('short'), await at.two.get('long')]).toEqual([undefined, 'y']);
  });
}

function counters(at: Nodes): void {
  it('counts what all nodes add, each addition once', async () => {
    const sums = await Promise.all(
      Array.from({ length: 100 }, (_, index) => (index % 2 ? at.one : at.two).increment('n', 1, 60_000)),
    );
    expect(sums.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });

  it('takes away too, below zero and back', async () => {
    expect(await at.one.increment('n', 5, 60_000)).toBe(5);
    expect(await at.two.increment('n', -8, 60_000)).toBe(-3);
    expect(await at.one.increment('n', 3, 60_000)).toBe(0);
  });

  it('begins again when its first addition is old enough, however often it was added to since', async () => {
    const windowMs = 500;
    const began = performance.now();
    expect(await at.one.increment('n', 1, windowMs)).toBe(1);
    const counted = performance.now();
    for (let before = 1, sum = 0; sum !== 1; before = sum) {
      await sleep(50);
      const asked = performance.now();
      sum = await at.two.increment('n', 1, windowMs);
      // Between the two the window may be over or not: the shared clock is another one, and the machine may stall.
      if (performance.now() - began < windowMs - 20) expect(sum).toBe(before + 1);
      if (asked - counted > windowMs + 20) expect(sum).toBe(1);
    }
  });
}

const amount = (key: string, by: number, most: number): Claim => ({
  ...{ kind: 'amount', key, by, most, ttlMs: 60_000 },
});
const place = (holder: string, most: number): Claim => ({
  ...{ kind: 'place', key: 'room', holder, most, ttlMs: 60_000 },
});

function claims(at: Nodes): void {
  it('lets in exactly as many as fit, however many nodes claim at once', async () => {
    const taken = await Promise.all(
      Array.from({ length: 50 }, (_, index) => (index % 2 ? at.one : at.two).take([amount('n', 2, 21)])),
    );
    expect(taken.filter((full) => full === undefined)).toHaveLength(10);
    expect(await at.one.increment('n', 0, 60_000)).toBe(20);
  });

  it('takes nothing where one of the claims does not fit, and says which', async () => {
    const both = [amount('wide', 1, 10), amount('narrow', 1, 1), place('me', 1)];
    expect(await at.one.take(both)).toBeUndefined();
    expect(await at.two.take(both)).toBe(1);
    expect(await at.two.take([amount('wide', 1, 10), place('you', 1)])).toBe(1);
    expect(await at.one.increment('wide', 0, 60_000)).toBe(1);
    expect(await at.one.held('room')).toBe(1);
  });

  it('counts what was added otherwise, and what was taken away', async () => {
    await at.one.take([amount('n', 5, 5)]);
    await at.two.increment('n', -2, 60_000);
    expect(await at.one.take([amount('n', 2, 5)])).toBeUndefined();
    expect(await at.one.take([amount('n', 1, 5)])).toBe(0);
  });
}

function places(at: Nodes): void {
  it('gives so many places and no more, until one is released', async () => {
    const given = await Promise.all(
      Array.from({ length: 10 }, (_, index) => (index % 2 ? at.one : at.two).take([place(`h${index}`, 4)])),
    );
    expect(given.filter((full) => full === undefined)).toHaveLength(4);
    const [holder] = given.flatMap((full, index) => (full === undefined ? [`h${index}`] : []));
    await at.two.release('room', holder ?? '');
    await at.one.release('room', 'nobody');
    expect(await at.one.held('room')).toBe(3);
    expect(await at.one.take([place('next', 4)])).toBeUndefined();
  });

  it('takes back a place whose holder is silent, and leaves it to one who is not', async () => {
    const key = await swiftly(150, async (attempt) => {
      const room = `room ${attempt}`;
      const short = { kind: 'place', key: room, most: 2, ttlMs: 200 } as const;
      await at.one.take([{ ...short, holder: 'silent' }]);
      await at.one.take([{ ...short, holder: 'alive' }]);
      await at.one.renew([{ key: room, holder: 'alive' }], 60_000);
      return room;
    });
    await sleep(220);
    expect(await at.two.held(key)).toBe(1);
    await at.one.renew([{ key, holder: 'silent' }], 60_000);
    expect(await at.two.held(key)).toBe(1);
  });
}

function messages(at: Nodes): void {
  it('reaches every listener of the topic on every node, and no other', async () => {
    const [first, second, other] = [vi.fn(), vi.fn(), vi.fn()];
    await at.one.subscribe('news', first);
    await at.two.subscribe('news', second);
    await at.two.subscribe('weather', other);
    const text = randomBytes(4).toString('hex');
    await at.one.publish('news', text);
    await vi.waitFor(() => {
      expect(first.mock.calls).toEqual([[text]]);
      expect(second.mock.calls).toEqual([[text]]);
    }, 15_000);
    expect(other).not.toHaveBeenCalled();
  });

  it('keeps the order of what one node says', async () => {
    const heard: unknown[] = [];
    await at.two.subscribe('news', (message) => heard.push(message));
    for (const message of ['1', '2', '3']) await at.one.publish('news', message);
    await vi.waitFor(() => expect(heard).toEqual(['1', '2', '3']), 15_000);
  });

  it('spares who has stopped to listen, and goes on for the others', async () => {
    const [gone, there] = [vi.fn(), vi.fn()];
    const stop = await at.one.subscribe('news', gone);
    await at.one.subscribe('news', there);
    await stop();
    await at.two.publish('news', 'late');
    await vi.waitFor(() => expect(there).toHaveBeenCalledWith('late'), 15_000);
    expect(gone).not.toHaveBeenCalled();
  });
}
