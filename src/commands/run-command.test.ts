import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PROVIDERS } from '../providers/all.ts';
import { CommandError } from './command-error.ts';
import { runCommand } from './run-command.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axonhub-command-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('says in one line that a file is not where it was looked for', async () => {
  const options = { dataDir: folder };
  const input = async () => ({ options, env: {}, cwd: folder, providers: PROVIDERS });
  const file = join(folder, 'nowhere', 'b.tar.gz');
  const errand = { command: 'restore', file, options, withoutSecret: true } as const;
  const running = runCommand(errand, { input, env: {}, version: '1', print: () => {} });
  await expect(running).rejects.toThrow(
    new CommandError(`ENOENT: no such file or directory, open '${file}'.`),
  );
});
