import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import { afterEach, expect, it } from 'vitest';
import { logEntry, NOON } from '../../../test/contract/log-entries.ts';
import { createDatabase } from '../../../test/contract/postgres-database.ts';
import { isReachable } from '../../../test/contract/services.ts';
import { toBatch } from '../../telemetry/log-batch.ts';
import type { Records } from '../ports.ts';
import { createPostgresRecords } from '../postgres/records.ts';
import { createSqliteRecords } from '../sqlite/records.ts';

const TABLES = [
  'usage_slices',
  'usage_latencies_by_channel',
  'usage_latencies_hourly',
  'usage_picture_slices',
];

/** A database, used by the gateway and behind its back. */
interface Engine {
  open(): Promise<Records>;
  run(statement: string): Promise<readonly object[]>;
}

const leftBehind: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const remove of leftBehind.splice(0)) await remove();
});

async function sqlite(): Promise<Engine> {
  const folder = await mkdtemp(join(tmpdir(), 'axonhub-sums-'));
  leftBehind.push(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'axonhub.db');
  return {
    open: () => createSqliteRecords({ file }),
    run: async (statement) => {
      const db = new DatabaseSync(file);
      const rows = db.prepare(statement).all();
      db.close();
      return rows;
    },
  };
}

async function postgres(): Promise<Engine> {
  const { url, drop } = await createDatabase();
  leftBehind.push(drop);
  return {
    open: () => createPostgresRecords({ url, onTrouble: () => {} }),
    run: async (statement) => {
      const client = new Client({ connectionString: url });
      await client.connect();
      try {
        return (await client.query(statement)).rows;
      } finally {
        await client.end();
      }
    },
  };
}

async function contents({ run }: Engine): Promise<string[][]> {
  const all: string[][] = [];
  for (const table of [...TABLES, 'usage_sums']) {
    const rows = await run(`select * from ${table}`);
    all.push(rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort());
  }
  return all;
}

const hasPostgres = await isReachable('PostgreSQL', 5432);

it.each(Object.entries({ sqlite, ...(hasPostgres && { postgres }) }))(
  'makes of older sums what writing the same requests makes: %s',
  async (_, start) => {
    const engine = await start();
    const written = await engine.open();
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
    const before = await contents(engine);
    for (const rows of before) expect(rows.length).toBeGreaterThan(0);

    for (const table of TABLES) await engine.run(`drop table ${table}`);
    await engine.run('delete from usage_sums where step = 86400000');
    // What came after it is made again too.
    await engine.run('alter table executions drop column error_detail');
    await engine.run("delete from kysely_migration where name >= '0016'");
    await (await engine.open()).close();
    expect(await contents(engine)).toEqual(before);
  },
);
