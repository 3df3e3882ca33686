import { copyFileSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
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

/** The page of /docs/api is copied: of a package of 15 MB two files are needed, and its installation reports home. */
const reference = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
mkdirSync('dist/api-reference', { recursive: true });
for (const file of [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-bundle.js.LICENSE.txt',
  'LICENSE',
  'NOTICE',
])
  copyFileSync(join(reference, file), join('dist/api-reference', file));
