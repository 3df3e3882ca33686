/**
 * Measures the gateway beside its peers: `npm run bench` (everything) or `npm run bench -- chat stream` (some cases).
 * docs/performance.md says what is measured and how.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { CASES } from './cases/all.ts';
import type { Findings } from './findings.ts';
import { Laboratory, THOROUGH } from './laboratory.ts';
import { goalTable, rowTable } from './report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: String(THOROUGH.rounds) },
    seconds: { type: 'string', default: String(THOROUGH.seconds) },
    'warm-up': { type: 'string', default: String(THOROUGH.warmUpSeconds) },
    json: { type: 'string', default: 'bench/results.json' },
  },
});

const effort = {
  rounds: Number(values.rounds),
  seconds: Number(values.seconds),
  warmUpSeconds: Number(values['warm-up']),
};

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function run(): Promise<void> {
  const unknown = positionals.filter((name) => !CASES.some((each) => each.name === name));
  if (unknown.length > 0) {
    throw new Error(`no case ${unknown.join(', ')}; there are ${CASES.map(({ name }) => name).join(', ')}`);
  }
  const chosen = CASES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const laboratory = await Laboratory.open(effort, say);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => laboratory.close().finally(() => process.exit(1)));
  }
  const results: (Findings & { name: string; title: string })[] = [];
  try {
    for (const { name, title, run } of chosen) {
      try {
        const findings = await run(laboratory);
        results.push({ name, title, ...findings });
        console.log(`\n${title}\n\n${rowTable(findings.rows)}\n\n${goalTable(findings.goals)}`);
      } catch (error) {
        console.error(`\n${title}: failed`, error);
        process.exitCode = 1;
      }
    }
  } finally {
    await laboratory.close();
  }
  const { absent } = laboratory.subjects;
  for (const reason of absent) console.log(`\nMissing: ${reason}`);
  for (const failure of laboratory.failures) console.log(`\nLeft out: ${failure}`);
  const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
  writeFileSync(
    values.json,
    `${JSON.stringify({ machine, effort, absent, failures: laboratory.failures, results }, null, 2)}\n`,
  );
  console.log(`\nAs JSON: ${values.json}`);
}

await run();
