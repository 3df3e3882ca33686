import type { Kysely } from 'kysely';
import type { MembershipRecords, MembershipRow } from '../ports.ts';
import type { Database } from './database.ts';

export function createMembershipRecords(db: Kysely<Database>): MembershipRecords {
  const by = (column: 'project' | 'userId', value: string) =>
    db.selectFrom('memberships').selectAll().where(column, '=', value);
  return {
    put: async (row) => {
      await db
        .insertInto('memberships')
        .values(row)
        .onConflict((conflict) => conflict.columns(['project', 'userId']).doUpdateSet({ role: row.role }))
        .execute();
    },
    find: async (project, userId) => {
      const row = await by('project', project).where('userId', '=', userId).executeTakeFirst();
      return row && fromStored(row);
    },
    ofUser: async (userId) => {
      return (await by('userId', userId).orderBy('project').execute()).map(fromStored);
    },
    ofProject: async (project) => {
      const query = by('project', project).orderBy('createdAt').orderBy('userId');
      return (await query.execute()).map(fromStored);
    },
    delete: async (project, userId) => {
      const query = db.deleteFrom('memberships').where('project', '=', project).where('userId', '=', userId);
      return Number((await query.executeTakeFirst()).numDeletedRows) > 0;
    },
  };
}

const fromStored = (row: MembershipRow): MembershipRow => ({ ...row, createdAt: Number(row.createdAt) });
