import type { Kysely } from 'kysely';
import type { SettingRecords, SettingRow } from '../ports.ts';
import type { Database } from './database.ts';

export function createSettingRecords(db: Kysely<Database>): SettingRecords {
  return {
    all: async () =>
      (await db.selectFrom('settings').selectAll().orderBy('section').execute()).map(fromStored),
    find: async (section) => {
      const query = db.selectFrom('settings').selectAll().where('section', '=', section);
      const row = await query.executeTakeFirst();
      return row && fromStored(row);
    },
    put: async (row) => {
      if (row.version === 1) {
        const first = db.insertInto('settings').values(row);
        const { numInsertedOrUpdatedRows } = await first
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        return Number(numInsertedOrUpdatedRows) > 0;
      }
      const query = db.updateTable('settings').set(row).where('section', '=', row.section);
      const { numUpdatedRows } = await query.where('version', '=', row.version - 1).executeTakeFirst();
      return Number(numUpdatedRows) > 0;
    },
  };
}

const fromStored = (row: SettingRow): SettingRow => ({ ...row, updatedAt: Number(row.updatedAt) });
