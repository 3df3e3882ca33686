import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BufferPool } from './buffer-pool.ts';

describe('a pool of buffers', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lends again what came back', () => {
    const pool = new BufferPool(8);
    const buffer = pool.take();
    expect(pool.take()).not.toBe(buffer);
    pool.giveBack(buffer);
    vi.advanceTimersByTime(4_000);
    expect(pool.take()).toBe(buffer);
  });

  it('lets go of what nobody has used for five seconds, each time anew', () => {
    const pool = new BufferPool(8);
    for (const buffer of [pool.take(), pool.take()]) {
      pool.giveBack(buffer);
      vi.advanceTimersByTime(5_000);
      expect(pool.take()).not.toBe(buffer);
    }
  });
});
