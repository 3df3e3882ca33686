import { expect, it } from 'vitest';
import { createMemoryShared } from '../../storage/memory/shared-state.ts';
import { withLocalFallback } from './local-fallback.ts';

it('counts by itself while the shared state is gone, and tells so once a minute', async () => {
  const shared = createMemoryShared();
  const state = { gone: false, now: 0 };
  const flaky = {
    ...shared,
    increment: (key: string, by: number, ttl: number) =>
      state.gone ? Promise.reject(new Error('gone')) : shared.increment(key, by, ttl),
  };
  const troubles: unknown[] = [];
  const counters = withLocalFallback(
    flaky,
    createMemoryShared(),
    (error) => void troubles.push(error),
    () => state.now,
  );
  expect(await counters.increment('a', 5, 1000)).toBe(5);
  state.gone = true;
  expect(await counters.increment('a', 1, 1000)).toBe(1);
  expect(await counters.increment('a', 1, 1000)).toBe(2);
  expect(troubles).toHaveLength(1);
  state.now = 60_000;
  await counters.increment('a', 1, 1000);
  expect(troubles).toHaveLength(2);
  state.gone = false;
  expect(await counters.increment('a', 1, 1000)).toBe(6);
});
