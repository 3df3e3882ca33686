import type { Kysely } from 'kysely';
import type { ChannelRecords, CredentialRow } from '../ports.ts';
import { type Database, flag, type Stored } from './database.ts';

type Part = Pick<
  ChannelRecords,
  'credentials' | 'insertCredential' | 'updateCredential' | 'deleteCredential'
>;

export function credentialRecords(db: Kysely<Database>): Part {
  return {
    credentials: async (channelId) => {
      const all = db.selectFrom('channelCredentials').selectAll();
      const query = channelId === undefined ? all : all.where('channelId', '=', channelId);
      const rows = await query.orderBy('position').orderBy('createdAt').orderBy('id').execute();
      return rows.map(fromStored);
    },
    insertCredential: async (row) => {
      const stored = { ...row, enabled: flag(row.enabled) };
      await db.insertInto('channelCredentials').values(stored).execute();
    },
    updateCredential: async (channelId, id, { enabled, ...rest }) => {
      const set = { ...rest, ...(enabled !== undefined && { enabled: flag(enabled) }) };
      const own = db
        .updateTable('channelCredentials')
        .where('channelId', '=', channelId)
        .where('id', '=', id);
      // Setting a column to itself tells whether there is such a row, for a change of nothing.
      const query = Object.keys(set).length > 0 ? own.set(set) : own.set(({ ref }) => ({ id: ref('id') }));
      return Number((await query.executeTakeFirst()).numUpdatedRows) > 0;
    },
    deleteCredential: async (channelId, id) => {
      const own = db.deleteFrom('channelCredentials').where('channelId', '=', channelId).where('id', '=', id);
      return Number((await own.executeTakeFirst()).numDeletedRows) > 0;
    },
  };
}

const fromStored = (row: Stored<CredentialRow, 'enabled'>): CredentialRow => ({
  ...row,
  enabled: row.enabled === 1,
  createdAt: Number(row.createdAt),
});
