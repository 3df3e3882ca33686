import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type Language = 'python' | 'typescript';

const COMMANDS: Readonly<Record<Language, string>> = { python: 'python3', typescript: process.execPath };

/** Why a language cannot be run here; undefined where it can. A machine that calls itself CI must have all of them. */
export function missing(language: Language): string | undefined {
  if (spawnSync(COMMANDS[language], ['--version']).status === 0) return undefined;
  if (process.env.CI) throw new Error(`${COMMANDS[language]} is not installed, and CI must run everything`);
  return `${COMMANDS[language]} is not installed`;
}

export interface ProgramResult {
  readonly stdout: string;
  /** What it wrote into its working directory. */
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[];
}

/** Runs a client program as its users do, in an empty directory. Rejects when it fails. */
export async function runProgram(
  language: Language,
  args: readonly string[],
  gateway: { readonly url: string; readonly key: string },
): Promise<ProgramResult> {
  const cwd = await mkdtemp(join(tmpdir(), 'axonhub-client-'));
  try {
    const env = { PATH: process.env.PATH, AXONHUB: gateway.url, AXONHUB_KEY: gateway.key };
    const { stdout } = await promisify(execFile)(COMMANDS[language], [...args], { cwd, env });
    const names = (await readdir(cwd)).sort();
    const files = names.map(async (name) => ({ name, bytes: await readFile(join(cwd, name)) }));
    return { stdout, files: await Promise.all(files) };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
