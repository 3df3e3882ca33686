import { expect, it, vi } from 'vitest';
import { Slots } from './slots.ts';

const never = new AbortController().signal;

/** Lets promises that are settled go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function waiting(slots: Slots, signal = never) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const state = { isBack: false };
  const done = slots
    .away(() => promise, signal)
    .then(() => {
      state.isBack = true;
    });
  return { end: resolve, done, state };
}

it('lends the place of a job that waits, and gives it back before anybody new gets one', async () => {
  const onFree = vi.fn();
  const slots = new Slots({ size: 1, mostAway: 9, onFree });
  slots.take();
  expect(slots.hasFree).toBe(false);
  const first = waiting(slots);
  expect([slots.hasFree, onFree.mock.calls.length]).toEqual([true, 1]);
  slots.take();
  first.end();
  await settle();
  expect(first.state.isBack).toBe(false);
  slots.leave();
  await settle();
  expect([first.state.isBack, slots.hasFree, onFree.mock.calls.length]).toEqual([true, false, 1]);
  slots.leave();
  expect([slots.hasFree, onFree.mock.calls.length]).toEqual([true, 2]);
});

it('lets a job that is cancelled end without a place', async () => {
  const cancel = new AbortController();
  const slots = new Slots({ size: 1, mostAway: 9, onFree: () => {} });
  slots.take();
  const cancelled = waiting(slots, cancel.signal);
  slots.take();
  cancelled.end();
  await settle();
  cancel.abort();
  await cancelled.done;
  // Two are there for the moment; both leave.
  slots.leave();
  expect(slots.hasFree).toBe(false);
  slots.leave();
  expect(slots.hasFree).toBe(true);
});

it('takes the place back where waiting fails, and lends no more places than are allowed', async () => {
  const slots = new Slots({ size: 2, mostAway: 1, onFree: () => {} });
  slots.take();
  slots.take();
  const lent = waiting(slots);
  await expect(slots.away(() => Promise.reject(new Error('cancelled')), never)).rejects.toThrow('cancelled');
  const kept = waiting(slots);
  slots.take();
  expect(slots.hasFree).toBe(false);
  slots.leave();
  lent.end();
  kept.end();
  await Promise.all([lent.done, kept.done]);
  expect(slots.hasFree).toBe(false);
});
