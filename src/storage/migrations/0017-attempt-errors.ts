import type { Migration } from 'kysely/migration';

/** Why an attempt failed, in the upstream's words. Nodes of the version before leave it open. */
export const attemptErrors: Migration = {
  up: async (db) => {
    await db.schema.alterTable('executions').addColumn('error_detail', 'text').execute();
  },
};
