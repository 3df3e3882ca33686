import { type Kysely, sql } from 'kysely';

/** An attempt as it stood in the row of its request. */
interface OldAttempt {
  readonly channel: string;
  readonly model: string;
  readonly score: unknown;
  readonly ms: number;
  readonly error?: string;
  readonly upstreamStatus?: number;
  readonly usd?: number | null;
}

interface OldRequest {
  readonly id: string;
  readonly project: string;
  readonly time: number | string;
  readonly attempts: string;
}

const BATCH = 500;

/** Attempts leave the rows of requests for rows of their own. When each began was not known: the request's time stands for it. */
export async function moveAttempts(db: Kysely<unknown>): Promise<void> {
  for (let after = ''; ; ) {
    const found =
      await sql<OldRequest>`select id, project, created_at as time, attempts from requests where id > ${after} order by id limit ${sql.lit(BATCH)}`.execute(
        db,
      );
    for (const row of found.rows) await moveRequest(db, row);
    after = found.rows.at(-1)?.id ?? '';
    if (found.rows.length < BATCH) break;
  }
  await db.schema.alterTable('requests').dropColumn('attempts').execute();
}

async function moveRequest(db: Kysely<unknown>, { id, project, time, attempts }: OldRequest): Promise<void> {
  const all = JSON.parse(attempts) as readonly OldAttempt[];
  for (const [position, { channel, model, score, ms, error, upstreamStatus, usd }] of all.entries()) {
    const nano = usd === null || usd === undefined ? null : Math.round(usd * 1e9);
    await sql`insert into executions (request_id, position, project, started_at, duration_ms, channel, model, error_code, upstream_status, score, pictures, cost_nano_usd, warnings)
      values (${id}, ${position}, ${project}, ${time}, ${Math.round(ms)}, ${channel}, ${model}, ${error ?? null}, ${upstreamStatus ?? null}, ${JSON.stringify(score)}, '[]', ${nano}, '[]')`.execute(
      db,
    );
  }
  const last = all.at(-1);
  await sql`update requests set execution_count = ${all.length}, channel = ${last?.channel ?? null}, upstream_model = ${last?.model ?? null} where id = ${id}`.execute(
    db,
  );
}
