import type { Kysely } from 'kysely';
import type { WebhookRecords, WebhookRow } from '../ports.ts';
import type { Database } from './database.ts';

export function createWebhookRecords(db: Kysely<Database>): WebhookRecords {
  return {
    insert: async (row) => {
      await db
        .insertInto('webhooks')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    findByJob: async (jobId) => {
      const about = db.selectFrom('webhooks').selectAll().where('jobId', '=', jobId);
      const row = await about.orderBy('createdAt', 'desc').limit(1).executeTakeFirst();
      return row && fromStored(row);
    },
    take: (now, lostAt) => takeMessage(db, now, lostAt),
    note: async (id, outcome) => {
      await db.updateTable('webhooks').where('id', '=', id).set(outcome).execute();
    },
    deleteExpired: async (now, limit) => {
      const over = db.selectFrom('webhooks').select('id').where('expiresAt', '<=', now).limit(limit);
      const { numDeletedRows } = await db.deleteFrom('webhooks').where('id', 'in', over).executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

/** As with jobs: whoever updates first has it, the others' condition is false then. */
async function takeMessage(
  db: Kysely<Database>,
  now: number,
  lostAt: number,
): Promise<WebhookRow | undefined> {
  for (;;) {
    const due = db.selectFrom('webhooks').select('id').where('state', '=', 'waiting');
    const first = await due.where('dueAt', '<=', now).orderBy('dueAt').limit(1).executeTakeFirst();
    if (!first) return undefined;
    const row = await db
      .updateTable('webhooks')
      .where('id', '=', first.id)
      .where('state', '=', 'waiting')
      .where('dueAt', '<=', now)
      .set({ dueAt: lostAt })
      .returningAll()
      .executeTakeFirst();
    if (row) return fromStored(row);
  }
}

/** Numbers that may exceed 32 bits come as strings from some engines. */
const fromStored = (row: WebhookRow): WebhookRow => ({
  ...row,
  dueAt: Number(row.dueAt),
  createdAt: Number(row.createdAt),
  expiresAt: Number(row.expiresAt),
});
