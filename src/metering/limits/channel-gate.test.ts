import { expect, it, vi } from 'vitest';
import type { ChannelLimits } from '../../contract/channel-limits.ts';
import type { Amounts } from '../../contract/quota.ts';
import { createMemoryShared } from '../../storage/memory/shared-state.ts';
import { createBudgets } from '../quotas/budgets.ts';
import { createChannelGate, isRefusal, type Permit } from './channel-gate.ts';

const NOW = Date.parse('2026-11-27T10:20:30Z');
const ONE: Amounts = { requests: 1, tokens: 100, images: 0, cost: 0 };

function open() {
  const clock = { now: NOW };
  const now = () => clock.now;
  const counters = createMemoryShared(now);
  const onTrouble = vi.fn();
  const history = async () => ({ requests: 0, tokens: 0, images: 0, cost: 0 });
  const budgets = createBudgets({ shared: counters, history, now, onTrouble });
  const options = { counters, budgets, timeZone: () => 'UTC', now, onTrouble };
  const gate = createChannelGate(options);
  const enter = (limits: ChannelLimits, amounts = ONE) =>
    gate.enter({ id: 'ch_1', name: 'work', limits }, amounts);
  return { gate, enter, clock, counters, other: createChannelGate(options) };
}

const permitOf = async (entry: ReturnType<ReturnType<typeof open>['enter']>): Promise<Permit> => {
  const given = await entry;
  if (isRefusal(given)) throw new Error(`refused: ${given.reason}`);
  return given;
};

it('counts further calls of a request, also beyond the limit', async () => {
  const { enter, clock } = open();
  const limits = { requestsPerMinute: 3 };
  (await permitOf(enter(limits))).more(4);
  expect(await enter(limits)).toEqual({ reason: '3 requests per minute', retryAfterMs: 30_000, soon: true });
  clock.now += 30_000;
  await permitOf(enter(limits));
});

it('lets an answer of unknown length have the whole minute, and gives back what it did not take', async () => {
  const { enter } = open();
  const limits = { tokensPerMinute: 1_000 };
  const long = await permitOf(enter(limits, { ...ONE, tokens: 32_000 }));
  expect(await enter(limits)).toMatchObject({ reason: '1000 tokens per minute' });
  await long.settle({ tokens: 150 });
  const { settle } = await permitOf(enter(limits, { ...ONE, tokens: 850 }));
  await settle({ tokens: 2_000 });
  expect(await enter(limits, { ...ONE, tokens: 0 })).toMatchObject({ reason: '1000 tokens per minute' });
});

it('keeps the place of a call that runs for long, and frees that of a node that died', async () => {
  const { gate, other, enter, clock } = open();
  const limits = { concurrency: 2 };
  await permitOf(enter(limits));
  await permitOf(other.enter({ id: 'ch_1', name: 'work', limits }, ONE) as ReturnType<typeof enter>);
  expect(await enter(limits)).toEqual({ reason: '2 calls at once', retryAfterMs: 1_000, soon: true });
  clock.now += 40_000;
  await gate.renew();
  clock.now += 40_000;
  expect(await gate.limits({ id: 'ch_1', name: 'work', limits })).toMatchObject([{ used: 1, most: 2 }]);
  await permitOf(enter(limits));
  expect(isRefusal(await enter(limits))).toBe(true);
});

it('takes nothing from a budget where a limit refuses', async () => {
  const { gate } = open();
  const channel = {
    ...{ id: 'ch_1', name: 'work', limits: { imagesPerMinute: 1 } },
    budgets: [{ measure: 'requests', per: 'day', limit: 5 } as const],
  };
  expect(await gate.enter(channel, { ...ONE, images: 2 })).toMatchObject({ soon: false });
  expect(await gate.budgets(channel)).toMatchObject([{ used: 0 }]);
  expect(await gate.full(channel)).toBeUndefined();
  await gate.enter(channel, { ...ONE, images: 1 });
  expect(await gate.full(channel)).toBe('1 images per minute');
});
