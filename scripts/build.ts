import { globSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

/**
 * Bundles the gateway into dist/ for publishing: main.js and, side by side with it, one file per worker thread.
 * Packages stay outside, so that their versions resolve where the gateway is installed. Node strips no types below
 * node_modules, hence the bundle.
 */
for (const file of globSync('dist/*.{js,map}')) rmSync(file);
await build({
  entryPoints: ['src/main.ts', ...globSync('src/**/*-worker.ts')],
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
});
