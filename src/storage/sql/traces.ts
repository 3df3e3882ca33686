import { type Kysely, sql, type Transaction } from 'kysely';
import type { ThreadRow, TraceRecords, TraceRow, TraceSummary, TraceTouch } from '../ports.ts';
import { type Database, numberOrNull } from './database.ts';

type Sums = Omit<TraceSummary, keyof TraceRow>;
type Found = Sums & {
  readonly traceId: string;
  readonly threadId: string | null;
  readonly firstAt: number;
  readonly lastAt: number;
};

export function createTraceRecords(db: Kysely<Database>): TraceRecords {
  const ofProject = (project: string) => db.selectFrom('traces').selectAll().where('project', '=', project);
  return {
    find: (project, id) => find(db, project, id),
    list: async (project, { since, until, threadId, pinned }, { limit, after }) => {
      let query = ofProject(project)
        .orderBy('lastAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1);
      if (since !== undefined) query = query.where('lastAt', '>=', since);
      if (until !== undefined) query = query.where('lastAt', '<', until);
      if (threadId !== undefined) query = query.where('threadId', '=', threadId);
      if (pinned !== undefined) query = query.where('pinnedAt', pinned ? 'is not' : 'is', null);
      if (after) query = query.where(sql<boolean>`(last_at, id) < (${after.at}, ${after.id})`);
      const rows = (await query.execute()).map(fromStored);
      const shown = rows.slice(0, limit);
      const sums = await summed(
        db,
        project,
        shown.map(({ id }) => id),
      );
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return {
        items: shown.map((row) => ({ ...row, ...(sums.get(row.id) ?? NOTHING) })),
        next: last ? { at: last.lastAt, id: last.id } : null,
      };
    },
    threads: async (project, { limit, after }) => {
      const older = after
        ? sql`having max(last_at) < ${after.at} or (max(last_at) = ${after.at} and thread_id < ${after.id})`
        : sql``;
      const { rows } = await sql<ThreadRow>`
        select thread_id as id, min(first_at) as first_at, max(last_at) as last_at, count(*) as traces from traces
        where project = ${project} and thread_id is not null group by thread_id ${older}
        order by max(last_at) desc, thread_id desc limit ${limit + 1}`.execute(db);
      const items = rows.slice(0, limit).map((row) => ({
        id: row.id,
        firstAt: Number(row.firstAt),
        lastAt: Number(row.lastAt),
        traces: Number(row.traces),
      }));
      const last = rows.length > limit ? items.at(-1) : undefined;
      return { items, next: last ? { at: last.lastAt, id: last.id } : null };
    },
    pin: async (project, id, at) => {
      const trace = await find(db, project, id);
      if (!trace) return false;
      const { threadId, firstAt, lastAt } = trace;
      await db
        .insertInto('traces')
        .values({ project, id, threadId, firstAt, lastAt, pinnedAt: at })
        .onConflict((conflict) => conflict.columns(['project', 'id']).doUpdateSet({ pinnedAt: at }))
        .execute();
      return true;
    },
  };
}

async function find(db: Kysely<Database>, project: string, id: string): Promise<TraceSummary | undefined> {
  const query = db.selectFrom('traces').selectAll().where('project', '=', project).where('id', '=', id);
  const row = await query.executeTakeFirst();
  const found = (await summed(db, project, [id])).get(id);
  if (!row) return found && { project, id, pinnedAt: null, ...found };
  return { ...fromStored(row), ...(found ? sumsOf(found) : NOTHING) };
}

const NOTHING: Sums = {
  requests: 0,
  failed: 0,
  images: 0,
  inputTokens: 0,
  outputTokens: 0,
  costNanoUsd: 0,
  unknownCosts: 0,
};

/** What the requests of these traces come to. */
async function summed(
  db: Kysely<Database>,
  project: string,
  ids: readonly string[],
): Promise<Map<string, Omit<Found, 'traceId'>>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Found>`
    select trace_id, max(thread_id) as thread_id, min(created_at) as first_at, max(created_at) as last_at,
      count(*) as requests, count(error_code) as failed, sum(image_count) as images,
      coalesce(sum(input_tokens), 0) as input_tokens, coalesce(sum(output_tokens), 0) as output_tokens,
      coalesce(sum(cost_nano_usd), 0) as cost_nano_usd,
      sum(case when cost is not null and cost_nano_usd is null then 1 else 0 end) as unknown_costs
    from requests where project = ${project} and trace_id in (${sql.join(ids)}) group by trace_id`.execute(
    db,
  );
  return new Map(
    rows.map((row) => [
      row.traceId,
      { threadId: row.threadId, firstAt: Number(row.firstAt), lastAt: Number(row.lastAt), ...sumsOf(row) },
    ]),
  );
}

const sumsOf = (row: Sums): Sums =>
  Object.fromEntries(
    Object.keys(NOTHING).map((name) => [name, Number(row[name as keyof Sums])]),
  ) as unknown as Sums;

const fromStored = (row: TraceRow): TraceRow => ({
  ...row,
  firstAt: Number(row.firstAt),
  lastAt: Number(row.lastAt),
  pinnedAt: numberOrNull(row.pinnedAt),
});

/** Makes traces known and moves their ends; nodes that write at once go through them in the same order. */
export async function touchTraces(
  within: Transaction<Database>,
  touches: readonly TraceTouch[],
): Promise<void> {
  const ordered = [...touches].sort((a, b) => (`${a.project}\n${a.id}` < `${b.project}\n${b.id}` ? -1 : 1));
  for (const touch of ordered) {
    await within
      .insertInto('traces')
      .values({ ...touch, pinnedAt: null })
      .onConflict((conflict) =>
        conflict.columns(['project', 'id']).doUpdateSet({
          threadId: sql`coalesce(excluded.thread_id, traces.thread_id)`,
          firstAt: sql`case when excluded.first_at < traces.first_at then excluded.first_at else traces.first_at end`,
          lastAt: sql`case when excluded.last_at > traces.last_at then excluded.last_at else traces.last_at end`,
        }),
      )
      .execute();
  }
}
