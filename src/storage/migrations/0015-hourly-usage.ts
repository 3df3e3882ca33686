import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const COUNTS = [
  ...['requests', 'failed_requests', 'executions', 'failed_executions', 'images'],
  ...['input_tokens', 'output_tokens', 'cached_input_tokens', 'cache_write_tokens', 'reasoning_tokens'],
  ...['input_image_tokens', 'output_image_tokens', 'cost_nano_usd', 'unknown_costs', 'duration_ms'],
];

/** Sums by the hour, of those by the quarter: reports over months then read a fourth of the rows. */
export const hourlyUsage: Migration = {
  up: async (db) => {
    const dimensions = sql.join(
      ['project', 'key_id', 'user_id', 'model', 'channel'].map((name) => sql.ref(name)),
    );
    const counts = sql.join(COUNTS.map((name) => sql.ref(name)));
    const sums = sql.join(COUNTS.map((name) => sql`sum(${sql.ref(name)})`));
    await sql`
      insert into usage_sums (step, at, ${dimensions}, ${counts})
      select 3600000, (at / 3600000) * 3600000, ${dimensions}, ${sums}
      from usage_sums where step = 900000 group by 2, ${dimensions}`.execute(db);
  },
};
