import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Age, Amount, AmountRecords } from '../ports.ts';
import type { Database } from './database.ts';
import { notPinned, tooOld } from './too-old.ts';

/** Some milliseconds for an engine that works in our own thread. */
const ROWS_AT_ONCE = 5_000;

interface Counted {
  readonly table: 'images' | 'bodies' | 'requests';
  /** Columns of its primary key. */
  readonly key: readonly string[];
  readonly bytes: RawBuilder<unknown>;
}

const IMAGES: Counted = { table: 'images', key: ['id'], bytes: sql`bytes` };
const BODIES: Counted = { table: 'bodies', key: ['request_id', 'name'], bytes: sql`bytes` };
const REQUESTS: Counted = { table: 'requests', key: ['id'], bytes: sql`0` };

/** @param size of the whole database, as the engine tells it in a row `bytes` */
export function createAmountRecords(
  db: Kysely<Database>,
  size: RawBuilder<{ bytes: unknown }>,
): AmountRecords {
  return {
    databaseBytes: async () => Number((await size.execute(db)).rows[0]?.bytes ?? 0),
    images: () => amountOf(db, IMAGES),
    bodies: () => amountOf(db, BODIES),
    requests: async () => (await amountOf(db, REQUESTS)).count,
    waitingBlobs: async () => {
      const { rows } = await sql<{ count: unknown }>`
        select count(*) as count from blob_deletions where state <> 'deleted'`.execute(db);
      return Number(rows[0]?.count ?? 0);
    },
    old: (what, age, limit) => oldAmount(db, what, { age, limit }),
  };
}

/** By stretches of the primary key. */
async function amountOf(db: Kysely<Database>, { table, key, bytes }: Counted): Promise<Amount> {
  const columns = sql.join(key.map((name) => sql.ref(name)));
  const total = { count: 0, bytes: 0 };
  for (let after: unknown[] | undefined; ; ) {
    const from = after === undefined ? sql`` : sql`where (${columns}) > (${sql.join(after)})`;
    const { rows } = await sql<{ [column: string]: unknown }>`
      select ${columns}, ${bytes} as size from ${sql.table(table)} ${from} order by ${columns} limit ${ROWS_AT_ONCE}
    `.execute(db);
    total.count += rows.length;
    for (const { size } of rows) total.bytes += Number(size);
    const last = rows.at(-1);
    if (!last || rows.length < ROWS_AT_ONCE) return total;
    after = key.map((name) => last[camel(name)]);
    // Whoever is served meanwhile has their turn also where no other waiting gives it.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

async function oldAmount(
  db: Kysely<Database>,
  table: 'images' | 'bodies',
  { age, limit }: { readonly age: Age; readonly limit: number },
): Promise<Amount> {
  const trace =
    table === 'images'
      ? sql`images.trace_id`
      : sql`(select trace_id from requests where requests.id = bodies.request_id)`;
  const { rows } = await sql<{ count: unknown; bytes: unknown }>`
    select count(*) as count, coalesce(sum(bytes), 0) as bytes from (
      select bytes from ${sql.table(table)} where ${tooOld(table, age)}
        and ${notPinned(sql.ref(`${table}.project`), trace)}
      limit ${limit}) as ending`.execute(db);
  return { count: Number(rows[0]?.count ?? 0), bytes: Number(rows[0]?.bytes ?? 0) };
}
