import { spawn } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KEY, SECRET } from '../../../test/contract/records/keys.ts';
import { recordsContract } from '../../../test/contract/records-contract.ts';
import { createSqliteRecords } from './records.ts';

let directory: string;
let file: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'axonhub-records-'));
  file = join(directory, 'deep', 'axonhub.db');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

recordsContract('sqlite', () => createSqliteRecords({ file: ':memory:' }));

describe('a SQLite file', () => {
  it('keeps its rows from one start to the next', async () => {
    const first = await createSqliteRecords({ file });
    await first.keys.insert(KEY, SECRET);
    await first.close();
    const second = await createSqliteRecords({ file });
    expect(await second.keys.findByHash(SECRET.hash)).toEqual({ key: KEY, secret: SECRET });
    await second.close();
  });

  it('keeps what was committed when the process is killed', async () => {
    const child = await runKilled(`await records.keys.insert(...${JSON.stringify([KEY, SECRET])});`);
    expect(child.signal).toBe('SIGKILL');
    const records = await createSqliteRecords({ file });
    expect(await records.keys.findByHash(SECRET.hash)).toEqual({ key: KEY, secret: SECRET });
    await records.close();
  });

  it('can be created by several processes at once', async () => {
    const children = await Promise.all([1, 2, 3].map(() => runKilled('await records.keys.count();')));
    expect(children.map(({ signal, stderr }) => [signal, stderr])).toEqual([
      ['SIGKILL', ''],
      ['SIGKILL', ''],
      ['SIGKILL', ''],
    ]);
  });

  it('is readable by its owner only and writes ahead', async () => {
    const records = await createSqliteRecords({ file });
    await records.keys.insert(KEY, SECRET);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(`${file}-wal`)).mode & 0o777).toBe(0o600);
    await records.close();
  });

  it('waits for a writer in another connection', async () => {
    const records = await createSqliteRecords({ file });
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    const child = runKilled(`await records.keys.insert(...${JSON.stringify([KEY, SECRET])});`);
    await new Promise((resolve) => setTimeout(resolve, 800));
    other.exec('commit');
    other.close();
    expect((await child).signal).toBe('SIGKILL');
    expect(await records.keys.count()).toBe(1);
    await records.close();
  });

  it('is refused when it is no database', async () => {
    await writeFile(
      join(directory, 'text.db'),
      'not a database, but long enough to be looked at as one'.repeat(50),
    );
    await expect(createSqliteRecords({ file: join(directory, 'text.db') })).rejects.toThrow('not a database');
  });
});

/** Opens the file in a process of its own, does the work there, and kills it before anything can be closed. */
async function runKilled(work: string): Promise<{ signal: NodeJS.Signals | null; stderr: string }> {
  const script = `
    import { createSqliteRecords } from ${JSON.stringify(new URL('./records.ts', import.meta.url).href)};
    const records = await createSqliteRecords({ file: process.argv[1] });
    ${work}
    process.kill(process.pid, 'SIGKILL');
  `;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script, file];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const closed = new Promise<NodeJS.Signals | null>((resolve) =>
    child.once('close', (_code, signal) => resolve(signal)),
  );
  const stderr = await text(child.stderr);
  return { signal: await closed, stderr };
}
