import { type Kysely, type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import type { UserChanges, UserFilter, UserOutcome, UserRecords, UserRow } from '../ports.ts';
import { contains } from './contains.ts';
import { type Database, flag, type Stored } from './database.ts';
import { pageAfter } from './page.ts';

type StoredUser = Stored<UserRow, 'enabled'>;

export function createUserRecords(db: Kysely<Database>): UserRecords {
  const one = async (column: 'id' | 'email', value: string): Promise<UserRow | undefined> => {
    const row = await db.selectFrom('users').selectAll().where(column, '=', value).executeTakeFirst();
    return row && fromStored(row);
  };
  return {
    insertFirst: (row) => db.transaction().execute((transaction) => insertFirst(transaction, row)),
    hasFirst: async () => (await db.selectFrom('installation').select('id').executeTakeFirst()) !== undefined,
    insert: (row) => insert(db, row),
    find: (id) => one('id', id),
    findByEmail: (email) => one('email', email),
    findMany: async (ids) => {
      if (ids.length === 0) return [];
      return (await db.selectFrom('users').selectAll().where('id', 'in', ids).execute()).map(fromStored);
    },
    list: async (filter) => {
      const rows = await filtered(db.selectFrom('users').selectAll(), filter).execute();
      return rows.map(fromStored);
    },
    update: (id, changes, owner) => {
      if (changes.role === undefined && changes.enabled === undefined) return update(db, id, changes);
      const stays = (changes.role ?? owner) === owner && changes.role !== null && changes.enabled !== false;
      return keepingAnOwner(db, stays ? undefined : { id, owner }, (transaction) =>
        update(transaction, id, changes),
      );
    },
    delete: (id, owner) =>
      keepingAnOwner(db, { id, owner }, async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('users')
          .where('id', '=', id)
          .executeTakeFirst();
        return Number(numDeletedRows) > 0 ? 'done' : 'unknown';
      }),
    countByRole: async (role) => {
      const query = db.selectFrom('users').select(({ fn }) => fn.countAll().as('total'));
      return Number((await query.where('role', '=', role).executeTakeFirstOrThrow()).total);
    },
    findIdentity: async (issuer, subject) => {
      const query = db.selectFrom('identities').selectAll().where('issuer', '=', issuer);
      const row = await query.where('subject', '=', subject).executeTakeFirst();
      return row && { ...row, createdAt: Number(row.createdAt) };
    },
    insertIdentity: async (row) => {
      await db
        .insertInto('identities')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
  };
}

/** The row of `installation` decides who was first: engines let only one of several transactions insert it. */
async function insertFirst(db: Transaction<Database>, row: UserRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('installation')
    .values({ id: 'owned', createdAt: row.createdAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows) > 0 && (await insert(db, row));
}

async function insert(db: Kysely<Database>, row: UserRow): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('users')
    .values({ ...row, enabled: flag(row.enabled) })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows) > 0;
}

async function update(db: Kysely<Database>, id: string, changes: UserChanges): Promise<UserOutcome> {
  const { enabled, ...rest } = changes;
  const { numUpdatedRows } = await db
    .updateTable('users')
    .set({ ...rest, ...(enabled !== undefined && { enabled: flag(enabled) }) })
    .where('id', '=', id)
    .executeTakeFirst();
  return Number(numUpdatedRows) > 0 ? 'done' : 'unknown';
}

/**
 * Changes owners one after the other, on all nodes: of two owners who remove each other at the same moment, one stays.
 * @param leaving who may stop being an owner by the change
 */
function keepingAnOwner(
  db: Kysely<Database>,
  leaving: { readonly id: string; readonly owner: string } | undefined,
  change: (transaction: Transaction<Database>) => Promise<UserOutcome>,
): Promise<UserOutcome> {
  return db.transaction().execute(async (transaction) => {
    await transaction.updateTable('installation').set('createdAt', sql.ref('createdAt')).execute();
    if (leaving && (await isLastOwner(transaction, leaving))) return 'last-owner';
    return change(transaction);
  });
}

async function isLastOwner(
  db: Transaction<Database>,
  { id, owner }: { readonly id: string; readonly owner: string },
): Promise<boolean> {
  const query = db.selectFrom('users').select('id').where('role', '=', owner).where('enabled', '=', 1);
  const owners = await query.execute();
  return owners.length === 1 && owners[0]?.id === id;
}

function filtered(
  users: SelectQueryBuilder<Database, 'users', StoredUser>,
  { search, role, enabled, after, limit }: UserFilter,
): SelectQueryBuilder<Database, 'users', StoredUser> {
  let query = users;
  if (role !== undefined) query = query.where('role', '=', role);
  if (enabled !== undefined) query = query.where('enabled', '=', flag(enabled));
  if (search) query = query.where(contains(sql`name || ' ' || email`, search));
  if (after) query = query.where(pageAfter('createdAt', after.createdAt, after.id));
  return query.orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(limit);
}

/** Numbers that may exceed 32 bits come as strings from some engines. */
const fromStored = (row: StoredUser): UserRow => ({
  ...row,
  enabled: row.enabled === 1,
  createdAt: Number(row.createdAt),
  signedInAt: row.signedInAt === null ? null : Number(row.signedInAt),
});
