import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Recurring } from '../lib/recurring.ts';
import { givingBack } from './give-back.ts';

const MEGABYTE = 1024 * 1024;
const never = (error: unknown): never => {
  throw error;
};

describe('giving memory back', () => {
  let idleMs: number;
  let resident: number;
  let times: number;
  let giving: Recurring;
  beforeEach(() => {
    vi.useFakeTimers();
    idleMs = 1;
    resident = 100 * MEGABYTE;
    times = 0;
    const giveBack = (): void => {
      times += 1;
      resident = 80 * MEGABYTE;
    };
    giving = givingBack(() => idleMs, never, { residentBytes: () => resident, giveBack });
  });
  afterEach(async () => {
    await giving.stop();
    vi.useRealTimers();
  });
  const looks = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);

  it('happens once after the start, when nobody waits', async () => {
    idleMs = 0;
    await looks(3);
    expect(times).toBe(0);
    idleMs = 1;
    await looks(10);
    expect(times).toBe(1);
  });

  it('happens once after each burst that has left much behind, when nobody has waited for five seconds', async () => {
    await looks(1);
    for (const burst of [2, 3]) {
      resident = 150 * MEGABYTE;
      idleMs = 4_999;
      await looks(10);
      expect(times).toBe(burst - 1);
      idleMs = 5_000;
      await looks(10);
      expect(times).toBe(burst);
    }
  });

  it('does not happen for less than 64 MiB', async () => {
    await looks(1);
    resident = 143 * MEGABYTE;
    idleMs = 60_000;
    await looks(10);
    expect(times).toBe(1);
  });
});
