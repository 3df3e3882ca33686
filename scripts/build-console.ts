import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Builds the console into dist/console, unless it is newer than everything it is made of (`--force`: in any case). */
const SOURCES = [
  'console/**/*.{ts,tsx,css,json,html,svg}',
  'src/admin/contract/**/*.ts',
  'package-lock.json',
];
const BUILT = 'dist/console/index.html';

const changed = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function isFresh(): boolean {
  const newest = globSync(SOURCES, { exclude: ['**/node_modules/**'] }).map(changed);
  return changed(BUILT) > Math.max(...newest);
}

/** Compressed once here, so that no request has to. */
function compress(): void {
  for (const path of globSync('dist/console/**/*.{js,css,html,svg,json}')) {
    const bytes = readFileSync(path);
    if (bytes.length < 1024) continue;
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: quality }));
  }
}

if (process.argv.includes('--force') || !isFresh()) {
  console.error('Building the console (once, and after changes) …');
  // By the shell, for on Windows `vite` is a script.
  const { status } = spawnSync('vite build --config console/vite.config.ts --logLevel warn', {
    stdio: ['ignore', process.stderr, 'inherit'],
    shell: true,
    // Tests build it too, in an environment of theirs: React would come with all that helps to develop it.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) process.exit(status ?? 1);
  compress();
}
