import { type Kysely, sql } from 'kysely';
import type { Age, BodyFacts, BodyName, BodyRecords, BodyRow } from '../ports.ts';
import type { Database } from './database.ts';
import { ofProject } from './newest-first.ts';
import { notPinned, tooOld } from './too-old.ts';

/** Rows of one statement: below every engine's limit of parameters. */
const ROWS_PER_INSERT = 50;

const FACTS = [
  ...([
    'requestId',
    'name',
    'position',
    'project',
    'createdAt',
    'side',
    'direction',
    'attempt',
    'call',
  ] as const),
  ...(['method', 'url', 'status', 'mediaType', 'bytes', 'pictures', 'state'] as const),
];

export function createBodyRecords(db: Kysely<Database>): BodyRecords {
  return {
    insertMany: (rows) => insertMany(db, rows),
    list: async (project, requestId) => {
      const query = db
        .selectFrom('bodies')
        .select(FACTS)
        .where('requestId', '=', requestId)
        .orderBy('position');
      return ofProject(project, await query.execute()).map(numbers);
    },
    find: async (project, requestId, name) => {
      const query = db
        .selectFrom('bodies')
        .selectAll()
        .where('requestId', '=', requestId)
        .where('name', '=', name)
        .where('project', '=', project);
      const row = await query.executeTakeFirst();
      return row && numbers(row);
    },
    old: (age, limit) => old(db, age, limit),
    delete: async (names) => {
      if (names.length > 0) await deleteThem(db, names);
    },
  };
}

async function insertMany(db: Kysely<Database>, rows: readonly BodyRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    const statement = db.insertInto('bodies').values(rows.slice(start, start + ROWS_PER_INSERT));
    await statement.onConflict((conflict) => conflict.columns(['requestId', 'name']).doNothing()).execute();
  }
}

async function old(db: Kysely<Database>, age: Age, limit: number) {
  const { rows } = await sql<Pick<BodyRow, 'requestId' | 'name' | 'content'>>`
    select request_id, name, content from bodies where ${tooOld('bodies', age)} and not exists (
      select 1 from requests where requests.id = bodies.request_id
        and not ${notPinned(sql`requests.project`, sql`requests.trace_id`)})
    order by created_at, request_id, name limit ${limit}`.execute(db);
  return rows;
}

async function deleteThem(db: Kysely<Database>, names: readonly BodyName[]): Promise<void> {
  const pairs = names.map(({ requestId, name }) => sql`(${requestId}, ${name})`);
  await sql`delete from bodies where (request_id, name) in (values ${sql.join(pairs)})`.execute(db);
}

/** Numbers that may exceed 32 bits come as strings from some engines. */
const numbers = <Row extends BodyFacts>(row: Row): Row => ({
  ...row,
  createdAt: Number(row.createdAt),
  bytes: Number(row.bytes),
});
