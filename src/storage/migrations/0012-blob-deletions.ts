import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Which pictures conversations refer to, and which bytes are on their way out of the store. */
export const blobDeletions: Migration = {
  up: async (db) => {
    await db.schema
      .createTable('response_blobs')
      .addColumn('response_id', 'text', (column) => column.notNull())
      .addColumn('sha256', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('response_blobs_by_response', ['response_id', 'sha256'])
      .execute();
    await db.schema.createIndex('response_blobs_by_blob').on('response_blobs').column('sha256').execute();
    await db.schema
      .createTable('blob_deletions')
      .addColumn('sha256', 'text', (column) => column.primaryKey())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('at', 'bigint', (column) => column.notNull())
      .execute();
    await db.schema
      .createIndex('blob_deletions_by_turn')
      .on('blob_deletions')
      .columns(['state', 'at'])
      .execute();
    await db.schema.createIndex('images_by_age').on('images').columns(['created_at', 'id']).execute();
    await db.schema.createIndex('responses_by_age').on('responses').columns(['created_at', 'id']).execute();
    await findBlobs(db);
  },
};

const ROWS = 100;

interface Turn {
  readonly id: string;
  readonly input: string;
  readonly body: string;
}

/** Conversations kept before now. */
async function findBlobs(db: Kysely<unknown>): Promise<void> {
  for (let after = ''; ; ) {
    const { rows } = await sql<Turn>`
      select id, input, body from responses where id > ${after} order by id limit ${ROWS}`.execute(db);
    for (const { id, input, body } of rows) {
      const found = `${input}${body}`.matchAll(/"sha256":"([0-9a-f]{64})"/g);
      for (const sha256 of new Set([...found].map(([, hash]) => hash)))
        await sql`insert into response_blobs (response_id, sha256) values (${id}, ${sha256})`.execute(db);
    }
    const last = rows.at(-1);
    if (!last || rows.length < ROWS) return;
    after = last.id;
  }
}
