import type { Kysely } from 'kysely';
import type { ImageRecords, ImageRow } from '../ports.ts';
import { type Database, flag, type Stored } from './database.ts';

export function createImageRecords(db: Kysely<Database>): ImageRecords {
  const ofProject = (project: string) => db.selectFrom('images').selectAll().where('project', '=', project);
  return {
    insert: async (row) => {
      await db
        .insertInto('images')
        .values({ ...row, hasAlpha: flag(row.hasAlpha) })
        .execute();
    },
    find: async (project, id) => {
      const row = await ofProject(project).where('id', '=', id).executeTakeFirst();
      return row && fromStored(row);
    },
    findByHash: async (project, sha256) => {
      const newest = ofProject(project).where('sha256', '=', sha256).orderBy('createdAt', 'desc').limit(1);
      const row = await newest.executeTakeFirst();
      return row && fromStored(row);
    },
  };
}

/** Numbers that may exceed 32 bits come as strings from some engines. */
const fromStored = (row: Stored<ImageRow, 'hasAlpha'>): ImageRow => ({
  ...row,
  bytes: Number(row.bytes),
  hasAlpha: row.hasAlpha === 1,
  createdAt: Number(row.createdAt),
});
