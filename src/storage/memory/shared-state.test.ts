import { describe, expect, it } from 'vitest';
import { sharedContract } from '../../../test/contract/shared-contract.ts';
import { createMemoryShared } from './shared-state.ts';

sharedContract('memory', async () => {
  const shared = createMemoryShared();
  return [shared, shared];
});

describe('shared state in memory', () => {
  it('lets go of what is over, without being asked for it', async () => {
    let now = 0;
    const shared = createMemoryShared(() => now);
    const before = process.memoryUsage().heapUsed;
    const value = 'x'.repeat(10_000);
    for (let index = 0; index < 20_000; index += 1) {
      now = index;
      await shared.set(`key ${index}`, `${index} ${value}`, 10);
    }
    expect(await shared.get('key 19999')).toMatch(/^19999 /);
    // All of them would be 200 MB.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
  });
});
