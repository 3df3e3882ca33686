import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../test/contract/postgres-database.ts';
import { KEY, SECRET } from '../../../test/contract/records/keys.ts';
import { isReachable } from '../../../test/contract/services.ts';
import { migrations } from '../migrations/all.ts';
import type { Records, RecordsMaintenance, RecordsSnapshot, StoredRow } from '../ports.ts';
import { createPostgresRecords } from '../postgres/records.ts';
import { createSqliteRecords } from '../sqlite/records.ts';
import { maintainPostgres } from './postgres.ts';
import { maintainSqlite } from './sqlite.ts';

/** A database that is made when it is first opened. */
interface Place {
  records(): Promise<Records>;
  maintain(): Promise<RecordsMaintenance>;
}

let directory: string;
let databases: TestDatabase[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'axonhub-maintenance-'));
});
afterEach(async () => {
  await Promise.all(databases.map(({ drop }) => drop()));
  databases = [];
  await rm(directory, { recursive: true });
});

const sqlite = async (): Promise<Place> => {
  const file = join(directory, `${Math.random()}.db`);
  return { records: () => createSqliteRecords({ file }), maintain: () => maintainSqlite({ file }) };
};

const postgres = async (): Promise<Place> => {
  const database = await createDatabase();
  databases.push(database);
  const { url } = database;
  return {
    records: () => createPostgresRecords({ url, onTrouble: () => {} }),
    maintain: () => maintainPostgres({ url }),
  };
};

const hasPostgres = await isReachable('PostgreSQL', 5432);
const ENGINES = { sqlite, ...(hasPostgres && { postgres }) };

async function maintaining<T>(
  place: Place,
  use: (maintenance: RecordsMaintenance) => Promise<T>,
): Promise<T> {
  const maintenance = await place.maintain();
  try {
    return await use(maintenance);
  } finally {
    await maintenance.close();
  }
}

async function withRecords<T>(place: Place, use: (records: Records) => Promise<T>): Promise<T> {
  const records = await place.records();
  try {
    return await use(records);
  } finally {
    await records.close();
  }
}

/** Everything a snapshot holds, by table. */
async function everything({ tables, rows }: RecordsSnapshot): Promise<Map<string, StoredRow[]>> {
  const all = new Map<string, StoredRow[]>();
  for (const table of tables) all.set(table, (await Array.fromAsync(rows(table))).flat());
  return all;
}

describe.each(Object.entries(ENGINES))('maintenance of %s', (_engine, make) => {
  it('knows which migrations are to come, and does them', async () => {
    await maintaining(await make(), async (maintenance) => {
      const names = Object.keys(migrations).toSorted();
      expect(await maintenance.isEmpty()).toBe(true);
      expect(await maintenance.pending()).toEqual(names);
      expect(await maintenance.migrate()).toEqual(names);
      expect(await maintenance.pending()).toEqual([]);
      expect(await maintenance.migrate()).toEqual([]);
      expect(await maintenance.isEmpty()).toBe(false);
    });
  });

  it('reads every row once, as things were when it began', async () => {
    const place = await make();
    await withRecords(place, async ({ keys }) => {
      const ids = Array.from({ length: 1_203 }, (_, number) => `key_${number}`);
      await Promise.all(
        ids.map((id) => keys.insert({ ...KEY, id }, { ...SECRET, keyId: id, hash: `hash ${id}` })),
      );
      await maintaining(place, (maintenance) =>
        maintenance.snapshot(async (snapshot) => {
          const { rows, tables, migrations: done } = snapshot;
          expect(done).toEqual(Object.keys(migrations).toSorted());
          expect(tables.indexOf('channel_credentials')).toBeGreaterThan(tables.indexOf('channels'));
          const first = rows('gateway_keys')[Symbol.asyncIterator]();
          const seen = [...((await first.next()).value as StoredRow[])];
          await keys.insert({ ...KEY, id: 'late' }, { ...SECRET, keyId: 'late', hash: 'late' });
          for (let next = await first.next(); !next.done; next = await first.next()) seen.push(...next.value);
          expect(new Set(seen.map(({ id }) => id)).size).toBe(1_203);
          expect(seen).toHaveLength(1_203);
        }),
      );
    });
  });

  it('refuses rows of a newer version and leaves nothing behind where filling fails', async () => {
    await maintaining(await make(), async (maintenance) => {
      const done = Object.keys(migrations).toSorted();
      await expect(maintenance.fill([...done, '9999-future'], async () => {})).rejects.toThrow('9999-future');
      const failing = maintenance.fill(done, async (insert) => {
        await insert('projects', [{ id: 'half' }]);
      });
      await expect(failing).rejects.toThrow(/null/i);
      expect(await maintenance.isEmpty()).toBe(true);
    });
  });
});

const WAYS = Object.entries(ENGINES).flatMap(([from, source]) =>
  Object.entries(ENGINES).map(([to, target]) => ({ from, to, source, target })),
);

describe.each(WAYS)('rows of $from in $to', ({ source, target }) => {
  it('are the same, by what the gateway reads', async () => {
    const place = await source();
    await withRecords(place, async ({ keys }) => keys.insert(KEY, SECRET));
    const copy = await target();
    const before = await maintaining(place, (from) =>
      from.snapshot(async (snapshot) => {
        const rows = await everything(snapshot);
        await maintaining(copy, (into) =>
          into.fill(snapshot.migrations, async (insert) => {
            for (const table of snapshot.tables) await insert(table, rows.get(table) ?? []);
          }),
        );
        return rows;
      }),
    );
    const after = await maintaining(copy, (from) => from.snapshot(everything));
    // Engines disagree about how large numbers are written, not about what they are.
    const plain = (all: ReadonlyMap<string, StoredRow[]>) =>
      [...all].map(([table, rows]) => [
        table,
        rows.map((row) => Object.entries(row).map(([k, v]) => [k, `${v}`])),
      ]);
    expect(plain(after)).toEqual(plain(before));
    await withRecords(copy, async ({ keys }) => {
      expect(await keys.findByHash(SECRET.hash)).toEqual({ key: KEY, secret: SECRET });
    });
  });
});
