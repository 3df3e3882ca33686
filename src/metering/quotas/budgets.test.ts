import { describe, expect, it } from 'vitest';
import type { Amounts, Quota, QuotaHolder } from '../../contract/quota.ts';
import { createMemoryShared } from '../../storage/memory/shared-state.ts';
import { type BudgetOptions, createBudgets } from './budgets.ts';

const NOW = Date.parse('2026-11-27T10:20:30Z');
const NOTHING_USED = { requests: 0, tokens: 0, images: 0, cost: 0 };
const ONE: Amounts = { requests: 1, tokens: 100, images: 1, cost: 40_000_000 };

function open(more: Partial<BudgetOptions> = {}) {
  const clock = { now: NOW };
  const troubles: unknown[] = [];
  const now = () => clock.now;
  const budgets = createBudgets({
    shared: createMemoryShared(now),
    history: async () => NOTHING_USED,
    now,
    onTrouble: (error) => void troubles.push(error),
    ...more,
  });
  return { budgets, clock, troubles };
}

const holder = (quotas: readonly Quota[], more: Partial<QuotaHolder> = {}): QuotaHolder => ({
  ...{ kind: 'key', id: 'k1', name: 'dev', project: 'p1', keyId: 'k1', timeZone: 'UTC' },
  quotas,
  ...more,
});

const daily = (measure: Quota['measure'], limit: number): Quota => ({ measure, per: 'day', limit });

describe('a reservation', () => {
  it('is refused when a limit is reached, saying which and until when', async () => {
    const { budgets } = open();
    const dev = holder([{ measure: 'requests', per: 'minute', limit: 2 }]);
    await budgets.reserve([dev], ONE);
    await budgets.reserve([dev], ONE);
    await expect(budgets.reserve([dev], ONE)).rejects.toMatchObject({
      code: 'rate_limited',
      message:
        'The limit of 2 requests per minute of the key "dev" is reached; it resets at 2026-11-27T10:21:00.000Z.',
      facts: { retryAfterMs: 30_000 },
    });
  });

  it('that does not fit into what is left says so, and what it needs', async () => {
    const { budgets } = open();
    const dev = holder([daily('images', 5)]);
    await budgets.reserve([dev], { ...ONE, images: 3 });
    await expect(budgets.reserve([dev], { ...ONE, images: 4 })).rejects.toMatchObject({
      code: 'quota_exceeded',
      message:
        'The limit of 5 images per day of the key "dev" leaves 2, and this request may need 4; it resets at 2026-11-28T00:00:00.000Z.',
    });
    await expect(budgets.reserve([dev], { ...ONE, images: 2 })).resolves.toBeDefined();
  });

  it('of more than a whole period allows is never said to fit later', async () => {
    const { budgets } = open();
    const dev = holder([{ measure: 'cost', per: 'minute', limit: 0.01 }]);
    await expect(budgets.reserve([dev], ONE)).rejects.toMatchObject({
      code: 'quota_exceeded',
      message: 'The limit of $0.01 per minute of the key "dev" is too low: this request may need $0.04.',
      facts: {},
    });
  });

  it('is made again in the next period', async () => {
    const { budgets, clock } = open();
    const dev = holder([{ measure: 'requests', per: 'minute', limit: 1 }]);
    await budgets.reserve([dev], ONE);
    clock.now += 30_000;
    await expect(budgets.reserve([dev], ONE)).resolves.toBeDefined();
  });

  it('takes nothing from any quota when one of them is used up', async () => {
    const { budgets } = open();
    const wide = holder([daily('images', 10)], { kind: 'project', id: 'p1', name: 'p1' });
    const narrow = holder([daily('requests', 1)]);
    await budgets.reserve([wide, narrow], ONE);
    await expect(budgets.reserve([wide, narrow], ONE)).rejects.toMatchObject({ code: 'quota_exceeded' });
    expect(await budgets.standing(wide)).toMatchObject([{ used: 1 }]);
  });

  it('never lets calls at the same moment pass a limit together', async () => {
    const { budgets } = open();
    const dev = holder([daily('cost', 0.4)]);
    const calls = await Promise.allSettled(Array.from({ length: 100 }, () => budgets.reserve([dev], ONE)));
    expect(calls.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
    expect(await budgets.standing(dev)).toMatchObject([{ used: 0.4 }]);
  });

  it('of nothing is refused once the limit is reached', async () => {
    const { budgets } = open();
    const dev = holder([daily('cost', 0.04)]);
    await budgets.reserve([dev], ONE);
    await expect(budgets.reserve([dev], { ...ONE, cost: 0 })).rejects.toMatchObject({
      code: 'quota_exceeded',
    });
  });
});

describe('settling', () => {
  it('puts what was used in place of what was reserved, once', async () => {
    const { budgets } = open();
    const dev = holder([daily('tokens', 1000), daily('cost', 1)]);
    const reservation = await budgets.reserve([dev], ONE);
    await reservation.settle({ tokens: 250, cost: 10_000_000 });
    await reservation.settle({ tokens: 0, cost: 0 });
    expect((await budgets.standing(dev)).map(({ used }) => used)).toEqual([250, 0.01]);
  });

  it('leaves an unknown amount as it was reserved', async () => {
    const { budgets } = open();
    const dev = holder([daily('tokens', 1000), daily('cost', 1)]);
    await (await budgets.reserve([dev], ONE)).settle({ tokens: 7 });
    expect((await budgets.standing(dev)).map(({ used }) => used)).toEqual([7, 0.04]);
  });

  it('never fails for those who wait for nothing', async () => {
    const shared = createMemoryShared(() => NOW);
    const { budgets, troubles } = open({ shared });
    const reservation = await budgets.reserve([holder([daily('tokens', 1000)])], ONE);
    shared.increment = () => Promise.reject(new Error('gone'));
    await reservation.settle({ tokens: 7 });
    expect(troubles).toHaveLength(1);
  });
});

describe('a counter that was lost', () => {
  it('asks the log again where it did not answer', async () => {
    let broken = true;
    const history = async () => {
      if (broken) throw new Error('no database');
      return { requests: 10, tokens: 0, images: 0, cost: 0 };
    };
    const { budgets } = open({ history });
    const dev = holder([daily('requests', 10)]);
    await expect(budgets.reserve([dev], ONE)).rejects.toThrow('no database');
    broken = false;
    await expect(budgets.reserve([dev], ONE)).rejects.toMatchObject({ code: 'quota_exceeded' });
  });

  it('takes up what the log knows, once however many ask', async () => {
    const asked: unknown[] = [];
    const history = async (scope: unknown) => {
      asked.push(scope);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { requests: 8, tokens: 0, images: 0, cost: 0 };
    };
    const { budgets } = open({ history });
    const dev = holder([daily('requests', 10)]);
    const calls = await Promise.allSettled(Array.from({ length: 20 }, () => budgets.reserve([dev], ONE)));
    expect(calls.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(asked).toEqual([{ project: 'p1', keyId: 'k1', since: Date.parse('2026-11-27T00:00:00Z') }]);
  });
});
