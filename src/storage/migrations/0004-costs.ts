import type { Migration } from 'kysely/migration';

/** Requests know what they cost: a sum to add up, in billionths of a US dollar, and how it came about, as JSON. */
export const costs: Migration = {
  up: async (db) => {
    await db.schema.alterTable('requests').addColumn('cost_nano_usd', 'bigint').execute();
    await db.schema.alterTable('requests').addColumn('cost', 'text').execute();
  },
};
