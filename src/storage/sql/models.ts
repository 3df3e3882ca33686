import type { Kysely } from 'kysely';
import type { ModelRecords, ModelRow, PriceRecords, PriceRow } from '../ports.ts';
import { type Database, flag, type Stored } from './database.ts';

export function createModelRecords(db: Kysely<Database>): ModelRecords {
  return {
    all: async () => (await db.selectFrom('models').selectAll().orderBy('name').execute()).map(fromStored),
    insert: async (row) => {
      await db
        .insertInto('models')
        .values({ ...row, enabled: flag(row.enabled) })
        .execute();
    },
    update: async (id, { enabled, ...rest }) => {
      const set = { ...rest, ...(enabled !== undefined && { enabled: flag(enabled) }) };
      const result = await db.updateTable('models').set(set).where('id', '=', id).executeTakeFirst();
      return Number(result.numUpdatedRows) > 0;
    },
    delete: async (id) => {
      const result = await db.deleteFrom('models').where('id', '=', id).executeTakeFirst();
      return Number(result.numDeletedRows) > 0;
    },
  };
}

const fromStored = (row: Stored<ModelRow, 'enabled'>): ModelRow => ({
  ...row,
  enabled: row.enabled === 1,
  createdAt: Number(row.createdAt),
  updatedAt: Number(row.updatedAt),
});

export function createPriceRecords(db: Kysely<Database>): PriceRecords {
  return {
    all: async () => {
      const query = db
        .selectFrom('modelPrices')
        .selectAll()
        .orderBy('validFrom', 'desc')
        .orderBy('createdAt', 'desc')
        .orderBy('id');
      return (await query.execute()).map(numbered);
    },
    insert: async (row) => {
      await db.insertInto('modelPrices').values(row).execute();
    },
    delete: async (id) => {
      const result = await db.deleteFrom('modelPrices').where('id', '=', id).executeTakeFirst();
      return Number(result.numDeletedRows) > 0;
    },
  };
}

const numbered = (row: PriceRow): PriceRow => ({
  ...row,
  validFrom: Number(row.validFrom),
  createdAt: Number(row.createdAt),
});
