import { expect, it, vi } from 'vitest';
import { keptAgain } from './kept-again.ts';

type State = 'waiting' | 'deleting' | 'deleted' | undefined;

async function kept(...states: State[]): Promise<number> {
  const keep = vi.fn(async () => {});
  const stateOf = vi.fn(async () => (states.length > 1 ? states.shift() : states[0]));
  await keptAgain({ stateOf }, 'aa', keep);
  return keep.mock.calls.length;
}

it('leaves bytes alone that nobody is about to delete', async () => {
  expect(await kept(undefined)).toBe(0);
  expect(await kept('waiting')).toBe(0);
});

it('writes bytes again that were deleted, and waits while that is going on', async () => {
  expect(await kept('deleted')).toBe(1);
  expect(await kept('deleting', 'deleting', 'deleted')).toBe(1);
  expect(await kept('deleting', undefined)).toBe(0);
});

it('does not wait for the dead', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const keep = vi.fn(async () => {});
  const waiting = keptAgain({ stateOf: async () => 'deleting' }, 'aa', keep);
  await vi.advanceTimersByTimeAsync(11_000);
  vi.useRealTimers();
  await waiting;
  expect(keep).toHaveBeenCalledOnce();
});
