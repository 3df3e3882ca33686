import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { expect, it } from 'vitest';
import { SharedSqliteDialect } from './dialect.ts';
import { PreparedDatabase } from './prepared.ts';

it('a transaction that fails for want of room says so', async () => {
  const engine = new DatabaseSync(':memory:');
  engine.exec('create table notes (text); pragma max_page_count = 3;');
  const db = new Kysely<object>({ dialect: new SharedSqliteDialect(new PreparedDatabase(engine)) });
  const written = db
    .transaction()
    .execute((transaction) => sql`insert into notes values (${'x'.repeat(100_000)})`.execute(transaction));
  await expect(written).rejects.toThrow('full');
  await db.destroy();
});
