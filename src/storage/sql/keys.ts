import type { Kysely } from 'kysely';
import type { KeyRecords, KeyRow } from '../ports.ts';
import { type Database, flag, type Stored } from './database.ts';

export function createKeyRecords(db: Kysely<Database>): KeyRecords {
  return {
    insert: async (row) => {
      await db
        .insertInto('keys')
        .values({ ...row, enabled: flag(row.enabled) })
        .execute();
    },
    findByHash: async (hash) => {
      const row = await db.selectFrom('keys').selectAll().where('hash', '=', hash).executeTakeFirst();
      return row && fromStored(row);
    },
    count: async () => {
      const { total } = await db
        .selectFrom('keys')
        .select(({ fn }) => fn.countAll().as('total'))
        .executeTakeFirstOrThrow();
      return Number(total);
    },
  };
}

const fromStored = (row: Stored<KeyRow, 'enabled'>): KeyRow => ({
  ...row,
  enabled: row.enabled === 1,
  createdAt: Number(row.createdAt),
});
