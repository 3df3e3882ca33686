import { globSync, rmSync } from 'node:fs';
import { build, type Plugin } from 'esbuild';

/**
 * Bundles the gateway into dist/ for publishing: main.js and one file per worker thread. Packages stay outside, so that
 * their versions resolve where the gateway is installed; Node does not strip types below node_modules, hence the bundle.
 */
const workers = globSync('src/**/*-worker.ts');

/** Sources name a worker as `./edit-worker.ts` beside themselves; in dist/ all of them lie side by side as .js. */
const workerUrls: Plugin = {
  name: 'worker-urls',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const { readFile } = await import('node:fs/promises');
      const source = await readFile(path, 'utf8');
      return { contents: source.replace(WORKER_URL, "new URL('./$1.js'"), loader: 'ts' };
    });
  },
};
const WORKER_URL = /new URL\(\s*'(?:\.\.?\/)+(?:[\w-]+\/)*([\w-]+-worker)\.ts'/g;

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: ['src/main.ts', ...workers],
  entryNames: '[name]',
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  packages: 'external',
  sourcemap: true,
  logLevel: 'info',
  plugins: [workerUrls],
});
