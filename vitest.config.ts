import { defineConfig } from 'vitest/config';

const shared = {
  // Ends what hangs; a machine that is busy, or stands still for a moment, breaks nothing.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000 } },
};

/** Drives a browser, which takes both cores. */
const BROWSER = ['test/e2e/**/*.test.ts'];
/** What measures time or memory has the machine and its process to itself. */
const ALONE = ['test/{perf,memory,soak,pack,start}/**/*.test.ts'];

export default defineConfig({
  test: {
    // What failed stands at the end.
    reporters: ['./test/skip-reporter.ts', './test/output/secret-reporter.ts', 'default'],
    projects: [
      {
        test: {
          ...shared,
          name: 'together',
          include: ['{src,test,scripts,bench}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/fixtures/**', ...BROWSER, ...ALONE],
          // Left alone, Vitest keeps one core free: on two cores nothing would run beside anything.
          maxWorkers: 2,
          // Files of one worker share its modules: loading them anew for each file was half of the time.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'browser',
          include: BROWSER,
          maxWorkers: 1,
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...shared,
          name: 'alone',
          include: ALONE,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
