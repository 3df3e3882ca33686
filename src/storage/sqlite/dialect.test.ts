import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { expect, it } from 'vitest';
import { SharedSqliteDialect } from './dialect.ts';
import { PreparedDatabase } from './prepared.ts';

it('who finds the file locked waits without stopping everything else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'axonhub-lock-'));
  const file = join(folder, 'test.db');
  const [engine, other] = [new DatabaseSync(file, { timeout: 0 }), new DatabaseSync(file)];
  engine.exec('pragma journal_mode = wal; create table notes (text);');
  const db = new Kysely<object>({ dialect: new SharedSqliteDialect(new PreparedDatabase(engine)) });
  other.exec('begin immediate');
  let turns = 0;
  const watching = setInterval(() => {
    turns += 1;
    if (turns === 100) other.exec('commit');
  }, 5);
  const written = Promise.all([
    sql`insert into notes values ('alone')`.execute(db),
    db
      .transaction()
      .execute((transaction) => sql`insert into notes values ('together')`.execute(transaction)),
  ]);
  await written;
  clearInterval(watching);
  expect(turns).toBeGreaterThanOrEqual(100);
  expect(other.prepare('select count(*) as total from notes').get()).toEqual({ total: 2 });
  other.close();
  await db.destroy();
  await rm(folder, { recursive: true });
});

it('a transaction that fails for want of room says so', async () => {
  const engine = new DatabaseSync(':memory:');
  engine.exec('create table notes (text); pragma max_page_count = 3;');
  const db = new Kysely<object>({ dialect: new SharedSqliteDialect(new PreparedDatabase(engine)) });
  const written = db
    .transaction()
    .execute((transaction) => sql`insert into notes values (${'x'.repeat(100_000)})`.execute(transaction));
  await expect(written).rejects.toThrow('no room');
  await db.destroy();
});
