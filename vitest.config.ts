import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,test,scripts,bench}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/fixtures/**'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // What failed stands at the end.
    reporters: ['./test/skip-reporter.ts', 'default'],
  },
});
