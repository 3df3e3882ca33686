import type { Kysely } from 'kysely';
import type { JobRecords, JobRow, WebhookRow } from '../ports.ts';
import { type Database, flag, type Stored } from './database.ts';

const UNFINISHED = ['queued', 'running'] as const;

export function createJobRecords(db: Kysely<Database>): JobRecords {
  const ofKey = (project: string, keyId: string) =>
    db.selectFrom('jobs').selectAll().where('project', '=', project).where('keyId', '=', keyId);
  const ofNode = (node: string) =>
    db.updateTable('jobs').where('node', '=', node).where('status', '=', 'running');
  const find = async (project: string, keyId: string, id: string): Promise<JobRow | undefined> => {
    const row = await ofKey(project, keyId).where('id', '=', id).executeTakeFirst();
    return row && fromStored(row);
  };
  return {
    find,
    insert: async (row) => {
      await db
        .insertInto('jobs')
        .values({ ...row, cancelled: flag(row.cancelled) })
        .execute();
    },
    list: async (project, keyId, { after, limit, status }) => {
      const from = after === undefined ? undefined : await find(project, keyId, after);
      if (after !== undefined && !from) return [];
      let page = ofKey(project, keyId);
      if (status) page = page.where('status', '=', status);
      if (from) {
        const { createdAt, id } = from;
        page = page.where(({ and, eb, or }) =>
          or([eb('createdAt', '<', createdAt), and([eb('createdAt', '=', createdAt), eb('id', '<', id)])]),
        );
      }
      const rows = await page.orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(limit).execute();
      return rows.map(fromStored);
    },
    take: (node, now, aliveUntil) => takeJob(db, node, now, aliveUntil),
    renew: async (node, aliveUntil) => {
      const rows = await ofNode(node).set({ aliveUntil }).returning(['id', 'cancelled']).execute();
      return rows.flatMap(({ id, cancelled }) => (cancelled === 1 ? [id] : []));
    },
    release: async (node, id) => {
      await ofNode(node).where('id', '=', id).set({ aliveUntil: 0 }).execute();
    },
    note: async (node, id, notes) => {
      const { numUpdatedRows } = await ofNode(node).where('id', '=', id).set(notes).executeTakeFirst();
      return Number(numUpdatedRows) > 0;
    },
    finish: (node, id, end, message) => {
      const isMine = { node, status: 'running', id } as const;
      return endJob(db, isMine, end, message);
    },
    cancel: async (project, keyId, id, end, message) => {
      const isQueued = { project, keyId, id, status: 'queued' } as const;
      const ended = await endJob(db, isQueued, { ...end, status: 'cancelled', cancelled: 1 }, message);
      if (!ended) {
        const own = db.updateTable('jobs').where('project', '=', project).where('keyId', '=', keyId);
        const running = own.where('id', '=', id).where('status', '=', 'running');
        await running.set({ cancelled: 1 }).execute();
      }
      return find(project, keyId, id);
    },
    delete: async (ids) => {
      if (ids.length > 0) await db.deleteFrom('jobs').where('id', 'in', ids).execute();
    },
    expired: async (now, limit) => {
      const over = db.selectFrom('jobs').selectAll().where('expiresAt', '<=', now);
      const ended = over.where('status', 'not in', UNFINISHED);
      return (await ended.orderBy('expiresAt').limit(limit).execute()).map(fromStored);
    },
  };
}

type StoredJob = Stored<JobRow, 'cancelled'>;

/** A message about an end that did not come about would be a lie, an end without its message would never be told. */
function endJob(
  db: Kysely<Database>,
  which: Partial<StoredJob>,
  end: Partial<StoredJob>,
  message: WebhookRow | undefined,
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const one = transaction.updateTable('jobs').where(({ and }) => and(which));
    const { numUpdatedRows } = await one.set(end).executeTakeFirst();
    const ended = Number(numUpdatedRows) > 0;
    if (ended && message) await transaction.insertInto('webhooks').values(message).execute();
    return ended;
  });
}

/**
 * One statement, so that no lock is held in between: of several processes that choose the same job the first one's update
 * makes the condition of the others false, and they try again.
 */
async function takeJob(
  db: Kysely<Database>,
  node: string,
  now: number,
  aliveUntil: number,
): Promise<JobRow | undefined> {
  for (;;) {
    const waiting = db.selectFrom('jobs').select('id').where('status', 'in', UNFINISHED);
    const oldest = await waiting
      .where('aliveUntil', '<', now)
      .orderBy('createdAt')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst();
    if (!oldest) return undefined;
    const row = await db
      .updateTable('jobs')
      .where('id', '=', oldest.id)
      .where('status', 'in', UNFINISHED)
      .where('aliveUntil', '<', now)
      .set(({ eb, fn }) => ({
        status: 'running',
        node,
        aliveUntil,
        taken: eb('taken', '+', 1),
        startedAt: fn.coalesce('startedAt', eb.val(now)),
      }))
      .returningAll()
      .executeTakeFirst();
    if (row) return fromStored(row);
  }
}

/** Numbers that may exceed 32 bits come as strings from some engines. */
const fromStored = (row: StoredJob): JobRow => ({
  ...row,
  cancelled: row.cancelled === 1,
  aliveUntil: Number(row.aliveUntil),
  createdAt: Number(row.createdAt),
  startedAt: row.startedAt === null ? null : Number(row.startedAt),
  endedAt: row.endedAt === null ? null : Number(row.endedAt),
  expiresAt: Number(row.expiresAt),
});
