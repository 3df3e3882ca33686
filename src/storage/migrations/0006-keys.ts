import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Keys have rules and may be used by several secrets, so that one can be replaced while the old one still works. The table is made anew
 * because SQLite cannot drop a unique column. Requests count their tokens, for quotas that outlive a restart.
 */
export const keyRules: Migration = {
  up: async (db) => {
    await createKeys(db);
    await createSecrets(db);
    await moveOldKeys(db);
    await createLimits(db);
    await db.schema.alterTable('requests').addColumn('total_tokens', 'bigint').execute();
    await db.schema.createIndex('requests_by_key').on('requests').columns(['key_id', 'created_at']).execute();
  },
};

async function createKeys(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('gateway_keys')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('project', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('owner_id', 'text')
    .addColumn('rules', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('last_used_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('gateway_keys_by_time')
    .on('gateway_keys')
    .columns(['project', 'created_at', 'id'])
    .execute();
}

async function createSecrets(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('key_secrets')
    .addColumn('hash', 'text', (column) => column.primaryKey())
    .addColumn('key_id', 'text', (column) => column.notNull())
    .addColumn('prefix', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('key_secrets_by_key').on('key_secrets').columns(['key_id']).execute();
}

async function moveOldKeys(db: Kysely<unknown>): Promise<void> {
  await sql`
    insert into gateway_keys (id, project, name, kind, status, rules, created_at)
    select id, project, name, 'user', case enabled when 1 then 'enabled' else 'disabled' end,
      case when image_shape is null then '{}' else '{"imageShape":"' || image_shape || '"}' end, created_at
    from keys
  `.execute(db);
  await sql`
    insert into key_secrets (hash, key_id, prefix, created_at) select hash, id, prefix, created_at from keys
  `.execute(db);
  await db.schema.dropTable('keys').execute();
}

async function createLimits(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('project_limits')
    .addColumn('project', 'text', (column) => column.primaryKey())
    .addColumn('quotas', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .execute();
}
