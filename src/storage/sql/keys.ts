import { type Kysely, type SelectQueryBuilder, sql, type Transaction } from 'kysely';
import type { KeyFilter, KeyRecords, KeyRow, KeySecretRow } from '../ports.ts';
import { contains } from './contains.ts';
import type { Database } from './database.ts';

export function createKeyRecords(db: Kysely<Database>): KeyRecords {
  const ofProject = (project: string) =>
    db.selectFrom('gatewayKeys').selectAll().where('project', '=', project);
  return {
    insert: (row, secret) =>
      db.transaction().execute(async (transaction) => {
        await transaction.insertInto('gatewayKeys').values(row).execute();
        await transaction.insertInto('keySecrets').values(secret).execute();
      }),
    findByHash: (hash) => findByHash(db, hash),
    find: async (project, id) => {
      const row = await ofProject(project).where('id', '=', id).executeTakeFirst();
      return row && keyOf(row);
    },
    list: async (project, filter) => (await filtered(ofProject(project), filter).execute()).map(keyOf),
    update: async (project, id, changes) => {
      const query = db.updateTable('gatewayKeys').set(changes).where('project', '=', project);
      const row = await query.where('id', '=', id).returningAll().executeTakeFirst();
      return row && keyOf(row);
    },
    secretsOf: async (keyIds) => {
      if (keyIds.length === 0) return [];
      const query = db.selectFrom('keySecrets').selectAll().where('keyId', 'in', keyIds);
      return (await query.orderBy('createdAt', 'desc').execute()).map(secretOf);
    },
    addSecret: (secret, { until, now }) =>
      db.transaction().execute((transaction) => replaceSecret(transaction, secret, until, now)),
    findOwned: async (project, ownerId, kind) => {
      const query = ofProject(project).where('ownerId', '=', ownerId).where('kind', '=', kind);
      const row = await query.orderBy('createdAt').executeTakeFirst();
      return row && keyOf(row);
    },
    touch: async (uses) => {
      for (const { id, at } of uses)
        await db.updateTable('gatewayKeys').set({ lastUsedAt: at }).where('id', '=', id).execute();
    },
    count: async () => {
      const { total } = await db
        .selectFrom('gatewayKeys')
        .select(({ fn }) => fn.countAll().as('total'))
        .executeTakeFirstOrThrow();
      return Number(total);
    },
  };
}

async function findByHash(db: Kysely<Database>, hash: string) {
  const secret = await db.selectFrom('keySecrets').selectAll().where('hash', '=', hash).executeTakeFirst();
  if (!secret) return undefined;
  const key = await db
    .selectFrom('gatewayKeys')
    .selectAll()
    .where('id', '=', secret.keyId)
    .executeTakeFirst();
  return key && { key: keyOf(key), secret: secretOf(secret) };
}

async function replaceSecret(
  db: Transaction<Database>,
  secret: KeySecretRow,
  until: number | null,
  now: number,
): Promise<void> {
  const others = ({ keyId }: KeySecretRow) => db.updateTable('keySecrets').where('keyId', '=', keyId);
  await db.deleteFrom('keySecrets').where('keyId', '=', secret.keyId).where('expiresAt', '<=', now).execute();
  if (until !== null) {
    await others(secret)
      .set({ expiresAt: until })
      .where(({ eb, or }) => or([eb('expiresAt', 'is', null), eb('expiresAt', '>', until)]))
      .execute();
  }
  await db.insertInto('keySecrets').values(secret).execute();
}

type KeyRows = SelectQueryBuilder<Database, 'gatewayKeys', KeyRow>;

function filtered(rows: KeyRows, { search, status, kind, after, limit }: KeyFilter): KeyRows {
  let query = rows;
  if (status !== undefined) query = query.where('status', '=', status);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (search) query = query.where(contains(sql.ref('name'), search));
  if (after) {
    const { createdAt, id } = after;
    query = query.where(({ eb, or, and }) =>
      or([eb('createdAt', '<', createdAt), and([eb('createdAt', '=', createdAt), eb('id', '<', id)])]),
    );
  }
  return query.orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(limit);
}

/** Numbers that may exceed 32 bits come as strings from some engines. */
const number = (value: number | null): number | null => (value === null ? null : Number(value));

const keyOf = (row: KeyRow): KeyRow => ({
  ...row,
  expiresAt: number(row.expiresAt),
  lastUsedAt: number(row.lastUsedAt),
  createdAt: Number(row.createdAt),
});

const secretOf = (row: KeySecretRow): KeySecretRow => ({
  ...row,
  expiresAt: number(row.expiresAt),
  createdAt: Number(row.createdAt),
});
