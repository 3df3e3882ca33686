import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from './database.ts';

/** Rows of one statement: SQLite reads them while nothing else happens. */
const ROWS = 200;

interface Row {
  readonly place: string;
  readonly within: string | null;
  readonly text: string | null;
}

/** Where names of bytes stand in texts: by a key that orders the rows, the request for bodies has several. */
const TABLES: readonly ((after: Row) => RawBuilder<Row>)[] = [
  ({ place }) => sql<Row>`
    select id as place, '' as within, ${telling('body')} from answers
    where id > ${place} order by id limit ${ROWS}`,
  ({ place }) => sql<Row>`
    select id as place, '' as within, '"own":"' || input || '"' || partials as text from jobs
    where id > ${place} order by id limit ${ROWS}`,
  ({ place, within }) => sql<Row>`
    select request_id as place, name as within, ${telling('content')} from bodies
    where (request_id, name) > (${place}, ${within}) order by request_id, name limit ${ROWS}`,
];

/** Most tell of nothing: their text can stay where it is. */
const telling = (column: string): RawBuilder<unknown> => {
  const text = sql.ref(column);
  return sql`case when ${text} like '%"own":"%' or ${text} like '%"blob":"%' then ${text} end as text`;
};

/** A member's name followed by its value; within texts that are told of, quotes have a backslash before them. */
const NAMES = /"(?:own|blob)":"([0-9a-f]{64})"/g;

/** The names of bytes that kept answers, jobs and bodies tell of, a batch of rows at a time. */
export async function* namedBlobs(db: Kysely<Database>): AsyncGenerator<readonly string[]> {
  for (const query of TABLES) {
    let after: Row | undefined = { place: '', within: '', text: null };
    while (after) {
      const { rows }: { rows: Row[] } = await query(after).execute(db);
      yield rows.flatMap(({ text }) => [...(text ?? '').matchAll(NAMES)].map(([, name]) => name as string));
      after = rows.length < ROWS ? undefined : rows.at(-1);
    }
  }
}
