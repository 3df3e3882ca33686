import type { Kysely } from 'kysely';
import type { LimitRecords } from '../ports.ts';
import type { Database } from './database.ts';

export function createLimitRecords(db: Kysely<Database>): LimitRecords {
  return {
    find: async (project) => {
      const query = db.selectFrom('projectLimits').selectAll().where('project', '=', project);
      const row = await query.executeTakeFirst();
      return row && { ...row, updatedAt: Number(row.updatedAt) };
    },
    put: async (row) => {
      const { project: _, ...changes } = row;
      await db
        .insertInto('projectLimits')
        .values(row)
        .onConflict((conflict) => conflict.column('project').doUpdateSet(changes))
        .execute();
    },
  };
}
