import type { Kysely, Transaction } from 'kysely';
import type { RoleRecords, RoleRow } from '../ports.ts';
import type { Database } from './database.ts';

export function createRoleRecords(db: Kysely<Database>): RoleRecords {
  return {
    insert: async (row) => {
      await db.insertInto('roles').values(row).execute();
    },
    find: async (id) => {
      const row = await db.selectFrom('roles').selectAll().where('id', '=', id).executeTakeFirst();
      return row && fromStored(row);
    },
    list: async () => {
      const rows = await db.selectFrom('roles').selectAll().orderBy('name').orderBy('id').execute();
      return rows.map(fromStored);
    },
    update: async (id, changes) => {
      const query = db.updateTable('roles').set(changes).where('id', '=', id).returningAll();
      const row = await query.executeTakeFirst();
      return row && fromStored(row);
    },
    delete: (id) =>
      db.transaction().execute(async (transaction) => {
        if (await isInUse(transaction, id)) return 'in-use';
        const { numDeletedRows } = await transaction
          .deleteFrom('roles')
          .where('id', '=', id)
          .executeTakeFirst();
        return Number(numDeletedRows) > 0 ? 'done' : 'unknown';
      }),
  };
}

async function isInUse(db: Transaction<Database>, role: string): Promise<boolean> {
  const user = await db.selectFrom('users').select('id').where('role', '=', role).executeTakeFirst();
  if (user) return true;
  const member = db.selectFrom('memberships').select('userId').where('role', '=', role);
  return (await member.executeTakeFirst()) !== undefined;
}

const fromStored = (row: RoleRow): RoleRow => ({ ...row, createdAt: Number(row.createdAt) });
