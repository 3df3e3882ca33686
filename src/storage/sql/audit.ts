import type { Kysely } from 'kysely';
import type { AuditFilter, AuditRecords, AuditRow } from '../ports.ts';
import type { Database } from './database.ts';
import { pageAfter } from './page.ts';

export function createAuditRecords(db: Kysely<Database>): AuditRecords {
  return {
    insertMany: async (rows) => {
      if (rows.length > 0) await db.insertInto('audit').values(rows).execute();
    },
    list: async (filter) => (await filtered(db, filter).execute()).map(fromStored),
    deleteBefore: async (at, limit) => {
      const old = db.selectFrom('audit').select('id').where('at', '<', at).limit(limit);
      const query = db.deleteFrom('audit').where('id', 'in', old);
      return Number((await query.executeTakeFirst()).numDeletedRows);
    },
  };
}

function filtered(db: Kysely<Database>, filter: AuditFilter) {
  const { actorId, action, project, from, until, outcome, after, limit } = filter;
  let query = db.selectFrom('audit').selectAll();
  if (actorId !== undefined) query = query.where('actorId', '=', actorId);
  if (action !== undefined) query = query.where('action', '=', action);
  if (project !== undefined) query = query.where('project', '=', project);
  if (from !== undefined) query = query.where('at', '>=', from);
  if (until !== undefined) query = query.where('at', '<', until);
  if (outcome !== undefined) query = query.where('status', outcome === 'done' ? '<' : '>=', 400);
  if (after) query = query.where(pageAfter('at', after.at, after.id));
  return query.orderBy('at', 'desc').orderBy('id', 'desc').limit(limit);
}

const fromStored = (row: AuditRow): AuditRow => ({ ...row, at: Number(row.at) });
