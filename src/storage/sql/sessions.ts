import type { Kysely } from 'kysely';
import type { SessionRecords, SessionRow } from '../ports.ts';
import type { Database } from './database.ts';

export function createSessionRecords(db: Kysely<Database>): SessionRecords {
  return {
    insert: async (row) => {
      await db.insertInto('sessions').values(row).execute();
    },
    findByHash: async (tokenHash) => {
      const query = db.selectFrom('sessions').selectAll().where('tokenHash', '=', tokenHash);
      const row = await query.executeTakeFirst();
      return row && fromStored(row);
    },
    touch: async (id, seenAt) => {
      await db.updateTable('sessions').set({ seenAt }).where('id', '=', id).execute();
    },
    ofUser: async (userId) => {
      const query = db.selectFrom('sessions').selectAll().where('userId', '=', userId);
      return (await query.orderBy('createdAt', 'desc').orderBy('id').execute()).map(fromStored);
    },
    delete: async (userId, id) => {
      const query = db.deleteFrom('sessions').where('userId', '=', userId).where('id', '=', id);
      return Number((await query.executeTakeFirst()).numDeletedRows) > 0;
    },
    deleteOthers: async (userId, except) => {
      let query = db.deleteFrom('sessions').where('userId', '=', userId);
      if (except !== undefined) query = query.where('id', '<>', except);
      return Number((await query.executeTakeFirst()).numDeletedRows);
    },
    deleteStale: async ({ notSeenSince, now }) => {
      const query = db
        .deleteFrom('sessions')
        .where(({ eb, or }) => or([eb('seenAt', '<', notSeenSince), eb('expiresAt', '<=', now)]));
      return Number((await query.executeTakeFirst()).numDeletedRows);
    },
  };
}

/** Numbers that may exceed 32 bits come as strings from some engines. */
const fromStored = (row: SessionRow): SessionRow => ({
  ...row,
  createdAt: Number(row.createdAt),
  seenAt: Number(row.seenAt),
  expiresAt: Number(row.expiresAt),
});
