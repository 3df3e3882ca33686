import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { UsageBatch, UsageCounts, UsageSum } from '../ports.ts';
import type { Database } from './database.ts';

const COUNTS = [
  'requests',
  'failedRequests',
  'executions',
  'failedExecutions',
  'images',
  'inputTokens',
  'outputTokens',
  'cachedInputTokens',
  'cacheWriteTokens',
  'reasoningTokens',
  'inputImageTokens',
  'outputImageTokens',
  'costNanoUsd',
  'unknownCosts',
  'durationMs',
] as const satisfies readonly (keyof UsageCounts)[];

export const countNames: readonly (keyof UsageCounts)[] = COUNTS;

/** Rows of one statement: below every engine's limit of parameters. */
const ROWS_PER_UPSERT = 100;

/**
 * Adds to the sums. Rows go in the order of their keys: nodes that add to the same sums at once wait for each other instead of
 * locking each other out.
 */
export async function addUsage(
  within: Transaction<Database>,
  { sums, latencies, pictures }: UsageBatch,
): Promise<void> {
  for (const rows of ordered(sums)) {
    await within
      .insertInto('usageSums')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['project', 'step', 'at', 'keyId', 'userId', 'model', 'channel'])
          .doUpdateSet(added<UsageSum>('usage_sums', COUNTS)),
      )
      .execute();
  }
  for (const rows of ordered(latencies)) {
    await within
      .insertInto('usageLatencies')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['project', 'at', 'model', 'channel', 'kind', 'bin'])
          .doUpdateSet(added('usage_latencies', ['requests'])),
      )
      .execute();
  }
  for (const rows of ordered(pictures)) {
    await within
      .insertInto('usagePictures')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['project', 'at', 'keyId', 'model', 'channel', 'size', 'quality'])
          .doUpdateSet(added('usage_pictures', ['pictures'])),
      )
      .execute();
  }
}

function* ordered<Row extends object>(rows: readonly Row[]): Generator<readonly Row[]> {
  const keyOf = (row: Row): string =>
    Object.values(row)
      .filter((value) => typeof value === 'string')
      .join('\n');
  const sorted = rows
    .map((row) => [keyOf(row), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  for (let start = 0; start < sorted.length; start += ROWS_PER_UPSERT) {
    yield sorted.slice(start, start + ROWS_PER_UPSERT).map(([, row]) => row);
  }
}

/** `requests = usage_sums.requests + excluded.requests` and so on. */
function added<Row>(
  table: string,
  names: readonly (keyof Row & string)[],
): { [name in string]: RawBuilder<number> } {
  return Object.fromEntries(
    names.map((name) => [name, sql<number>`${sql.ref(`${table}.${name}`)} + ${sql.ref(`excluded.${name}`)}`]),
  );
}
