import { spawnSync } from 'node:child_process';

// Biome colours single characters, also where no screen is: a log becomes unreadable.
const colors = process.stdout.isTTY ? 'force' : 'off';

/** Everything that can be checked without running the gateway. All steps run, so that one run tells everything. */
const STEPS: readonly (readonly [title: string, command: string])[] = [
  ['format and lint', `biome ci --error-on-warnings --colors=${colors} .`],
  ['types', 'tsc -p .'],
  ['types of the console', 'tsc -p console'],
  ['who imports whom', 'depcruise src'],
  ['unused files, exports, dependencies', 'knip'],
  [
    'architecture, docs and words',
    'vitest run test/architecture scripts/configuration.test.ts test/console/words.test.ts',
  ],
  ['first load of the console', 'npm run --silent check:console'],
];

const failed: string[] = [];
for (const [title, command] of STEPS) {
  console.log(`\n── ${title}: ${command}`);
  const start = performance.now();
  const { status } = spawnSync(command, { shell: true, stdio: 'inherit' });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`── ${title}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  if (status !== 0) failed.push(title);
}
console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
