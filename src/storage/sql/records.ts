import { CamelCasePlugin, Kysely, type RawBuilder, type Dialect as SqlDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import { migrations } from '../migrations/all.ts';
import type { Records } from '../ports.ts';
import { createAmountRecords } from './amounts.ts';
import { createAnswerRecords } from './answers.ts';
import { createAuditRecords } from './audit.ts';
import { createBlobDeletionRecords } from './blob-deletions.ts';
import { createBodyRecords } from './bodies.ts';
import { type BulkWrite, manyRowsAStatement } from './bulk-write.ts';
import { createChannelRecords } from './channels.ts';
import type { Database } from './database.ts';
import { createImageRecords } from './images.ts';
import { createInvitationRecords } from './invitations.ts';
import { createJobRecords } from './jobs.ts';
import { createKeyRecords } from './keys.ts';
import { createLimitRecords } from './limits.ts';
import { createMembershipRecords } from './memberships.ts';
import { createModelRecords, createPriceRecords } from './models.ts';
import { fromNewer } from './newer-version.ts';
import { createProjectRecords } from './projects.ts';
import { createRequestRecords } from './requests.ts';
import { createResponseRecords } from './responses.ts';
import { createRoleRecords } from './roles.ts';
import { createSessionRecords } from './sessions.ts';
import { createSettingRecords } from './settings.ts';
import { createTraceRecords } from './traces.ts';
import { createUnsettledRecords } from './unsettled.ts';
import { createUsageRecords } from './usage.ts';
import { createUserRecords } from './users.ts';
import { createWebhookRecords } from './webhooks.ts';
import { batchWriter } from './write-batch.ts';

/**
 * Records in any SQL engine that Kysely speaks to; its tables are brought up to date first.
 * @param size of the whole database, as the engine tells it in a row `bytes`
 * @param bulk how the engine takes many rows best
 */
export async function openRecords(
  dialect: SqlDialect,
  size: RawBuilder<{ bytes: unknown }>,
  bulk: BulkWrite = manyRowsAStatement,
): Promise<Records> {
  const db = new Kysely<Database>({ dialect, plugins: [new CamelCasePlugin()] });
  try {
    await migrate(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  const writeBatch = batchWriter(bulk);
  return {
    keys: createKeyRecords(db),
    limits: createLimitRecords(db),
    images: createImageRecords(db),
    requests: createRequestRecords(db, writeBatch),
    unsettled: createUnsettledRecords(db, writeBatch),
    responses: createResponseRecords(db),
    users: createUserRecords(db),
    sessions: createSessionRecords(db),
    projects: createProjectRecords(db),
    roles: createRoleRecords(db),
    memberships: createMembershipRecords(db),
    invitations: createInvitationRecords(db),
    audit: createAuditRecords(db),
    settings: createSettingRecords(db),
    answers: createAnswerRecords(db),
    jobs: createJobRecords(db),
    webhooks: createWebhookRecords(db),
    traces: createTraceRecords(db),
    usage: createUsageRecords(db),
    channels: createChannelRecords(db),
    bodies: createBodyRecords(db),
    models: createModelRecords(db),
    prices: createPriceRecords(db),
    blobDeletions: createBlobDeletionRecords(db),
    amounts: createAmountRecords(db, size),
    close: () => db.destroy(),
  };
}

/** Migrations write names as the database does: hundreds of them need no translating then. */
async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({
    db: db.withoutPlugins(),
    provider: { getMigrations: async () => migrations },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw fromNewer(error) ?? error;
}
