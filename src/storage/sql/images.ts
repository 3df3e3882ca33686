import { type Kysely, sql, type Transaction } from 'kysely';
import type { Age, ImageFilter, ImageRecords, ImageRow } from '../ports.ts';
import { markBlobs } from './blob-deletions.ts';
import { again } from './broken-connection.ts';
import { contains } from './contains.ts';
import { type Database, flag, toJson } from './database.ts';
import { inOrder, newestFirst, ofProject, type Question } from './newest-first.ts';
import { notPinned, tooOld } from './too-old.ts';

export function createImageRecords(db: Kysely<Database>): ImageRecords {
  const all = db.selectFrom('images').selectAll();
  return {
    insert: async (row) => {
      // Of a picture that is paid for: it may not fail for a connection that broke, and ids are never given twice.
      const statement = db.insertInto('images').values(toStored(row));
      await again(() => statement.onConflict((conflict) => conflict.column('id').doNothing()).execute());
    },
    find: async (project, id) => {
      const [row] = ofProject(project, await all.where('id', '=', id).execute());
      return row && fromStored(row);
    },
    findByHash: async (project, sha256) => {
      const newest = all
        .where('project', '=', project)
        .where('sha256', '=', sha256)
        .orderBy('createdAt', 'desc')
        .limit(1);
      const row = await newest.executeTakeFirst();
      return row && fromStored(row);
    },
    list: async (project, filter, page) => {
      const { ids, next } = await newestFirst(db, 'images', imageQuestion(project, filter), page);
      if (ids.length === 0) return { items: [], next };
      const rows = await all.where('id', 'in', ids).execute();
      return { items: inOrder(ids, ofProject(project, rows)).map(fromStored), next };
    },
    ofRequest: async (project, requestId) => {
      const query = all.where('requestId', '=', requestId).orderBy('createdAt').orderBy('id');
      return ofProject(project, await query.execute()).map(fromStored);
    },
    setThumbnail: async (project, id, sha256) => {
      const query = db.updateTable('images').set({ thumbnail: sha256 });
      await query.where('project', '=', project).where('id', '=', id).execute();
    },
    delete: (project, id, now) =>
      db.transaction().execute(async (within) => {
        const query = within.deleteFrom('images').where('project', '=', project).where('id', '=', id);
        const row = await query.returningAll().executeTakeFirst();
        if (row) await markBlobs(within, [row.sha256, row.thumbnail], now);
        return row && fromStored(row);
      }),
    deleteOld: (age, now, limit) =>
      db.transaction().execute((within) => deleteOld(within, age, { now, limit })),
  };
}

async function deleteOld(
  within: Transaction<Database>,
  age: Age,
  { now, limit }: { readonly now: number; readonly limit: number },
): Promise<number> {
  const { rows } = await sql<Pick<ImageRow, 'sha256' | 'thumbnail'>>`
    delete from images where id in (
      select id from images where ${tooOld('images', age)} and ${notPinned(sql`images.project`, sql`images.trace_id`)}
      order by created_at, id limit ${limit})
    returning sha256, thumbnail`.execute(within);
  await markBlobs(
    within,
    rows.flatMap(({ sha256, thumbnail }) => [sha256, thumbnail]),
    now,
  );
  return rows.length;
}

function imageQuestion(project: string, filter: ImageFilter): Question {
  const { since, until, requestId, traceId, keyId, model, text } = filter;
  const answerable = [
    ...(requestId === undefined ? [] : [sql`request_id = ${requestId}`]),
    ...(keyId === undefined ? [] : [sql`key_id = ${keyId}`]),
    ...(model === undefined ? [] : [sql`model = ${model}`]),
  ];
  return {
    indexed: [
      sql`project = ${project}`,
      ...(since === undefined ? [] : [sql`created_at >= ${since}`]),
      ...(until === undefined ? [] : [sql`created_at < ${until}`]),
      ...answerable.slice(0, 1),
    ],
    others: [
      ...answerable.slice(1),
      ...(traceId === undefined ? [] : [sql`trace_id = ${traceId}`]),
      ...(text === undefined ? [] : [contains(sql`prompt`, text)]),
    ],
  };
}

const toStored = (row: ImageRow): Database['images'] => ({
  ...row,
  hasAlpha: flag(row.hasAlpha),
  parameters: row.parameters && toJson(row.parameters),
});

const fromStored = (row: Database['images']): ImageRow => ({
  ...row,
  bytes: Number(row.bytes),
  hasAlpha: row.hasAlpha === 1,
  createdAt: Number(row.createdAt),
  parameters: row.parameters && JSON.parse(row.parameters),
});
