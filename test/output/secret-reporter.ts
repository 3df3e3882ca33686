import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserConsoleLog } from 'vitest';
import type { Reporter } from 'vitest/node';
import { OUTPUT_FOLDER } from './keep-output.ts';
import { secretsIn } from './secrets-in.ts';

const MOST_TOLD = 20;

/** Searches all that gateways and tests have said in a whole run for secrets; where it finds one the run has failed. */
export default class SecretReporter implements Reporter {
  readonly #folder = mkdtempSync(join(tmpdir(), 'axonhub-output-'));
  readonly #console: string[] = [];

  constructor() {
    process.env[OUTPUT_FOLDER] = this.#folder;
  }

  /** Runs follow each other where somebody watches. */
  onTestRunStart(): void {
    mkdirSync(this.#folder, { recursive: true });
    this.#console.length = 0;
  }

  onUserConsoleLog({ content }: UserConsoleLog): void {
    this.#console.push(content);
  }

  onTestRunEnd(): void {
    const logs = readdirSync(this.#folder).map((name) => readFileSync(join(this.#folder, name), 'utf8'));
    rmSync(this.#folder, { recursive: true });
    const outputs = [...logs, ...this.#console];
    const found = outputs.flatMap(secretsIn);
    const lines = outputs.reduce((sum, each) => sum + each.split('\n').length, 0);
    console.log(
      `Secrets in ${lines} lines of ${logs.length} gateways and the tests themselves: ${found.length}\n`,
    );
    if (found.length === 0) return;
    console.error(`${[...new Set(found)].slice(0, MOST_TOLD).join('\n')}\n`);
    process.exitCode = 1;
  }
}
