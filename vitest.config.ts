import { defineConfig } from 'vitest/config';

const shared = {
  testTimeout: 20_000,
  hookTimeout: 30_000,
  // Pages and log rows come when they come: one second is short on a busy machine.
  expect: { poll: { timeout: 15_000 } },
};

/** What measures time or memory, or drives a browser, has the machine to itself. */
const ALONE = ['test/{perf,memory,soak,e2e,pack,start}/**/*.test.ts'];

export default defineConfig({
  test: {
    // What failed stands at the end.
    reporters: ['./test/skip-reporter.ts', 'default'],
    projects: [
      {
        test: {
          ...shared,
          name: 'together',
          include: ['{src,test,scripts,bench}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/fixtures/**', ...ALONE],
          // Left alone, Vitest keeps one core free: on two cores nothing would run beside anything.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'alone',
          include: ALONE,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
