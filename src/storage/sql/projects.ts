import type { Kysely } from 'kysely';
import type { ProjectRecords, ProjectRow } from '../ports.ts';
import { type Database, flag, type Stored } from './database.ts';

export function createProjectRecords(db: Kysely<Database>): ProjectRecords {
  return {
    insert: async (row) => {
      await db
        .insertInto('projects')
        .values({ ...row, archived: flag(row.archived) })
        .execute();
    },
    find: async (id) => {
      const row = await db.selectFrom('projects').selectAll().where('id', '=', id).executeTakeFirst();
      return row && fromStored(row);
    },
    list: async () => {
      const rows = await db.selectFrom('projects').selectAll().orderBy('name').orderBy('id').execute();
      return rows.map(fromStored);
    },
    update: async (id, { archived, ...rest }) => {
      const row = await db
        .updateTable('projects')
        .set({ ...rest, ...(archived !== undefined && { archived: flag(archived) }) })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      return row && fromStored(row);
    },
  };
}

const fromStored = (row: Stored<ProjectRow, 'archived'>): ProjectRow => ({
  ...row,
  archived: row.archived === 1,
  createdAt: Number(row.createdAt),
});
