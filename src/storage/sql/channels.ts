import type { Kysely } from 'kysely';
import type { ChannelChange, ChannelRecords, ChannelRow } from '../ports.ts';
import { credentialRecords } from './channel-credentials.ts';
import { type Database, flag, type Stored } from './database.ts';

const COLUMNS = { settings: 'sealedSettings', proxyPassword: 'sealedProxyPassword' } as const;

export function createChannelRecords(db: Kysely<Database>): ChannelRecords {
  const update = async (on: Kysely<Database>, id: string, change: ChannelChange): Promise<boolean> => {
    const { enabled, ...rest } = change;
    const set = { ...rest, ...(enabled !== undefined && { enabled: flag(enabled) }) };
    if (Object.keys(set).length === 0) return true;
    const result = await on.updateTable('channels').set(set).where('id', '=', id).executeTakeFirst();
    return Number(result.numUpdatedRows) > 0;
  };
  const credentials = credentialRecords(db);
  return {
    ...credentials,
    all: async () => {
      const query = db
        .selectFrom('channels')
        .selectAll()
        .orderBy('position')
        .orderBy('createdAt')
        .orderBy('id');
      return (await query.execute()).map(fromStored);
    },
    find: async (id) => {
      const row = await db.selectFrom('channels').selectAll().where('id', '=', id).executeTakeFirst();
      return row && fromStored(row);
    },
    insert: (row, keys) =>
      db.transaction().execute(async (transaction) => {
        const stored = { ...row, enabled: flag(row.enabled) };
        await transaction.insertInto('channels').values(stored).execute();
        const { insertCredential } = credentialRecords(transaction);
        for (const key of keys) await insertCredential(key);
      }),
    update: (id, change) => update(db, id, change),
    updateMany: (changes) =>
      db.transaction().execute(async (transaction) => {
        for (const { id, change } of changes) await update(transaction, id, change);
      }),
    reseal: async (place, id, before, after) => {
      const result =
        place === 'credential'
          ? await db
              .updateTable('channelCredentials')
              .set({ sealed: after })
              .where('id', '=', id)
              .where('sealed', '=', before)
              .executeTakeFirst()
          : await db
              .updateTable('channels')
              .set({ [COLUMNS[place]]: after })
              .where('id', '=', id)
              .where(COLUMNS[place], '=', before)
              .executeTakeFirst();
      return Number(result.numUpdatedRows) > 0;
    },
    delete: async (id) => {
      await db.deleteFrom('channels').where('id', '=', id).execute();
    },
  };
}

const fromStored = (row: Stored<ChannelRow, 'enabled'>): ChannelRow => ({
  ...row,
  enabled: row.enabled === 1,
  archivedAt: row.archivedAt === null ? null : Number(row.archivedAt),
  createdAt: Number(row.createdAt),
  updatedAt: Number(row.updatedAt),
});
