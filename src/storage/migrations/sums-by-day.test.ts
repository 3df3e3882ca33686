import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { logEntry, NOON } from '../../../test/contract/log-entries.ts';
import { toBatch } from '../../telemetry/log-batch.ts';
import { createSqliteRecords } from '../sqlite/records.ts';

const TABLES = [
  'usage_slices',
  'usage_latencies_by_channel',
  'usage_latencies_hourly',
  'usage_picture_slices',
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'axonhub-sums-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function contents(file: string): unknown[][] {
  const db = new DatabaseSync(file);
  const all = [...TABLES, 'usage_sums'].map((table) => {
    const rows = db.prepare(`select * from ${table}`).all();
    return rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
  });
  db.close();
  return all;
}

it('makes of older sums what writing the same requests makes', async () => {
  const file = join(folder, 'axonhub.db');
  const written = await createSqliteRecords({ file });
  for (const hour of [-30, -13, -12, 0, 1]) {
    const createdAt = NOON + hour * 3_600_000;
    await written.requests.write(
      toBatch([
        logEntry({ id: `a${hour}`, createdAt }),
        logEntry({ id: `b${hour}`, createdAt: createdAt + 2_000_000, model: 'other', userId: 'user_1' }),
        logEntry({ id: `c${hour}`, createdAt, project: 'theirs', keyId: 'key_2', durationMs: 9 }),
      ]),
    );
  }
  await written.close();
  const before = contents(file);
  for (const rows of before) expect(rows.length).toBeGreaterThan(0);

  const db = new DatabaseSync(file);
  for (const table of TABLES) db.exec(`drop table ${table}`);
  db.exec('delete from usage_sums where step = 86400000');
  db.exec("delete from kysely_migration where name >= '0016'");
  db.close();
  await (await createSqliteRecords({ file })).close();
  expect(contents(file)).toEqual(before);
});
