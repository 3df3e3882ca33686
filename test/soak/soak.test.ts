import { expect, it } from 'vitest';
import { complaints, runSoak } from './soak.ts';

/** The long one is `npm run soak`. */
it('half a minute of everything at once loses no row and leaves heap and handles as they are', async () => {
  const result = await runSoak({
    ...{ minutes: 0.5, warmUpMinutes: 0.15, visitors: 8, pauseMs: 100, everySeconds: 2 },
  });
  // A gateway that young still compiles: its resident memory grows.
  expect(complaints(result, ['residentMb'])).toEqual([]);
  // Everything was done.
  expect(Object.keys(result.outcomes).length).toBeGreaterThan(12);
}, 120_000);
