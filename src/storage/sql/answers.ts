import type { Kysely } from 'kysely';
import type { AnswerRecords, AnswerRow } from '../ports.ts';
import type { Database } from './database.ts';

export function createAnswerRecords(db: Kysely<Database>): AnswerRecords {
  const ofKey = (project: string, keyId: string) =>
    db.selectFrom('answers').selectAll().where('project', '=', project).where('keyId', '=', keyId);
  return {
    insert: async (row) => {
      const written = await db
        .insertInto('answers')
        .values(row)
        .onConflict((conflict) => conflict.columns(['project', 'keyId', 'idempotencyKey']).doNothing())
        .executeTakeFirst();
      return Number(written.numInsertedOrUpdatedRows ?? 0) > 0;
    },
    find: async (project, keyId, id) => {
      const row = await ofKey(project, keyId).where('id', '=', id).executeTakeFirst();
      return row && fromStored(row);
    },
    findByKey: async (project, keyId, key) => {
      const row = await ofKey(project, keyId).where('idempotencyKey', '=', key).executeTakeFirst();
      return row && fromStored(row);
    },
    finish: async (id, end) => {
      await db.updateTable('answers').set(end).where('id', '=', id).where('state', '=', 'running').execute();
    },
    renew: async (node, aliveUntil) => {
      const own = db.updateTable('answers').where('node', '=', node).where('state', '=', 'running');
      await own.set({ aliveUntil }).execute();
    },
    delete: async (ids) => {
      if (ids.length > 0) await db.deleteFrom('answers').where('id', 'in', ids).execute();
    },
    deleteDead: async (id, now) => {
      const dead = db.deleteFrom('answers').where('id', '=', id).where('state', '=', 'running');
      const { numDeletedRows } = await dead.where('aliveUntil', '<', now).executeTakeFirst();
      return Number(numDeletedRows) > 0;
    },
    expired: async (now, limit) => {
      const over = db.selectFrom('answers').selectAll().where('expiresAt', '<=', now);
      return (await over.orderBy('expiresAt').limit(limit).execute()).map(fromStored);
    },
  };
}

/** Numbers that may exceed 32 bits come as strings from some engines. */
const fromStored = (row: AnswerRow): AnswerRow => ({
  ...row,
  aliveUntil: Number(row.aliveUntil),
  createdAt: Number(row.createdAt),
  endedAt: row.endedAt === null ? null : Number(row.endedAt),
  expiresAt: Number(row.expiresAt),
});
