import type { Kysely } from 'kysely';
import type { InvitationRecords, InvitationRow } from '../ports.ts';
import type { Database } from './database.ts';

export function createInvitationRecords(db: Kysely<Database>): InvitationRecords {
  const by = async (column: 'id' | 'tokenHash', value: string): Promise<InvitationRow | undefined> => {
    const row = await db.selectFrom('invitations').selectAll().where(column, '=', value).executeTakeFirst();
    return row && fromStored(row);
  };
  return {
    insert: (row) =>
      db.transaction().execute(async (transaction) => {
        const { kind, email, project } = row;
        await transaction
          .deleteFrom('invitations')
          .where('kind', '=', kind)
          .where('email', '=', email)
          .where('project', project === null ? 'is' : '=', project)
          .execute();
        await transaction.insertInto('invitations').values(row).execute();
      }),
    find: (id) => by('id', id),
    findByHash: (tokenHash) => by('tokenHash', tokenHash),
    open: async (now, project) => {
      let query = db.selectFrom('invitations').selectAll().where('kind', '=', 'join');
      if (project !== undefined) query = query.where('project', '=', project);
      query = query.where('expiresAt', '>', now).orderBy('createdAt', 'desc').orderBy('id');
      return (await query.execute()).map(fromStored);
    },
    delete: async (id) => {
      const { numDeletedRows } = await db.deleteFrom('invitations').where('id', '=', id).executeTakeFirst();
      return Number(numDeletedRows) > 0;
    },
    deleteExpired: async (now) => {
      const query = db.deleteFrom('invitations').where('expiresAt', '<=', now);
      return Number((await query.executeTakeFirst()).numDeletedRows);
    },
  };
}

const fromStored = (row: InvitationRow): InvitationRow => ({
  ...row,
  createdAt: Number(row.createdAt),
  expiresAt: Number(row.expiresAt),
});
