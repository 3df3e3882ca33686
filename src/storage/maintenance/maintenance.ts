import { Kysely, type Dialect as SqlDialect, type Transaction } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from '../migrations/all.ts';
import type { InsertRows, RecordsMaintenance } from '../ports/maintenance.ts';
import { fromNewer, newerVersion } from '../sql/newer-version.ts';
import { type AnyTables, doneMigrations, type Engine, openSnapshot, tablesInOrder } from './snapshot.ts';

/** The work on the database as a whole, in any SQL engine that Kysely speaks to. Opens nothing by itself and migrates nothing unasked. */
export function maintain(dialect: SqlDialect, engine: Engine): RecordsMaintenance {
  const db = new Kysely<AnyTables>({ dialect });
  const tables = async (): Promise<string[]> =>
    (await db.introspection.getTables({ withInternalKyselyTables: true })).map(({ name }) => name);
  return {
    pending: () => pending(db),
    migrate: () => migrate(db, (migrator) => migrator.migrateToLatest()),
    isEmpty: async () => (await tables()).length === 0,
    snapshot: (use) => engine.atOneMoment(db, async (within) => use(await openSnapshot(within, engine))),
    async fill(names, filling) {
      const unknown = names.filter((name) => !(name in migrations));
      if (unknown.length > 0) throw new TypeError(`unknown migrations: ${unknown.join(', ')}`);
      try {
        await fill(db, engine, names.at(-1), filling);
      } catch (error) {
        for (const table of (await tables()).toReversed()) await engine.drop(db, table);
        throw error;
      }
    },
    close: () => db.destroy(),
  };
}

const migratorOf = (db: Kysely<AnyTables>): Migrator =>
  new Migrator({ db, provider: { getMigrations: async () => migrations } });

async function pending(db: Kysely<AnyTables>): Promise<string[]> {
  const all = await migratorOf(db).getMigrations();
  if (all.some(({ executedAt }) => executedAt)) await refuseNewer(db);
  return all.filter(({ executedAt }) => !executedAt).map(({ name }) => name);
}

/** Kysely lists the migrations it knows, not those that a newer version did. */
async function refuseNewer(db: Kysely<AnyTables>): Promise<void> {
  const unknown = (await doneMigrations(db)).find((name) => !(name in migrations));
  if (unknown !== undefined) throw newerVersion(unknown);
}

async function migrate(
  db: Kysely<AnyTables>,
  run: (migrator: Migrator) => ReturnType<Migrator['migrateToLatest']>,
): Promise<string[]> {
  const { error, results = [] } = await run(migratorOf(db));
  if (error !== undefined) throw fromNewer(error) ?? error;
  return results.map(({ migrationName }) => migrationName);
}

async function fill(
  db: Kysely<AnyTables>,
  engine: Engine,
  last: string | undefined,
  filling: (insert: InsertRows) => Promise<void>,
): Promise<void> {
  if (last !== undefined) await migrate(db, (migrator) => migrator.migrateTo(last));
  await db.transaction().execute(async (within) => {
    // Migrations put first rows into some tables; the ones to come hold them too, as they are now.
    for (const table of (await tablesInOrder(within, engine)).toReversed())
      await within.deleteFrom(table).execute();
    await filling((table, rows) => insert(within, table, rows));
  });
  await migrate(db, (migrator) => migrator.migrateToLatest());
}

/** Below every engine's limit of parameters of one statement. */
const MOST_PARAMETERS = 30_000;

async function insert(
  within: Transaction<AnyTables>,
  table: string,
  rows: Parameters<InsertRows>[1],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).length;
  const step = Math.max(1, Math.floor(MOST_PARAMETERS / Math.max(1, columns)));
  for (let start = 0; start < rows.length; start += step) {
    await within
      .insertInto(table)
      .values(rows.slice(start, start + step))
      .execute();
  }
}
