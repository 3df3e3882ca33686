import type { Kysely } from 'kysely';
import type { UnsettledRecords } from '../ports.ts';
import { again } from './broken-connection.ts';
import type { Database } from './database.ts';
import type { WriteBatch } from './write-batch.ts';

export function createUnsettledRecords(db: Kysely<Database>, writeBatch: WriteBatch): UnsettledRecords {
  return {
    put: async (row) => {
      const { id: _, ...rest } = row;
      const insert = db.insertInto('unsettled').values(row);
      await again(() => insert.onConflict((conflict) => conflict.column('id').doUpdateSet(rest)).execute());
    },
    renew: async (node, aliveUntil) => {
      await db.updateTable('unsettled').set({ aliveUntil }).where('node', '=', node).execute();
    },
    dead: async (node, now, limit) => {
      const others = db.selectFrom('unsettled').selectAll().where('node', '<>', node);
      const over = others.where('aliveUntil', '<', now).orderBy('aliveUntil').limit(limit);
      return (await over.execute()).map((row) => ({ ...row, aliveUntil: Number(row.aliveUntil) }));
    },
    bury: (id, now, batch) =>
      db.transaction().execute(async (within) => {
        const dead = within.deleteFrom('unsettled').where('id', '=', id).where('aliveUntil', '<', now);
        const { numDeletedRows } = await dead.executeTakeFirst();
        if (Number(numDeletedRows) === 0) return false;
        const known = within.selectFrom('requests').select('id').where('id', '=', id);
        if (await known.executeTakeFirst()) return false;
        await writeBatch(within, batch);
        return true;
      }),
  };
}
