import type { Kysely } from 'kysely';
import type { ResponseRecords } from '../ports.ts';
import { again } from './broken-connection.ts';
import type { Database } from './database.ts';

export function createResponseRecords(db: Kysely<Database>): ResponseRecords {
  return {
    insert: async (row) => {
      const statement = db.insertInto('responses').values(row);
      await again(() => statement.onConflict((conflict) => conflict.column('id').doNothing()).execute());
    },
    find: async (project, id) => {
      const query = db
        .selectFrom('responses')
        .selectAll()
        .where('project', '=', project)
        .where('id', '=', id);
      const row = await query.executeTakeFirst();
      // Numbers that may exceed 32 bits come as strings from some engines.
      return row && { ...row, createdAt: Number(row.createdAt) };
    },
    delete: async (project, id) => {
      const query = db.deleteFrom('responses').where('project', '=', project).where('id', '=', id);
      return Number((await query.executeTakeFirst()).numDeletedRows) > 0;
    },
  };
}
