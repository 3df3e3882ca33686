import type { HistoryScope, Used } from '../metering/quotas/budgets.ts';
import type { UsageRecords } from '../storage/ports.ts';

const QUARTER_MS = 900_000;
const MINUTE_MS = 60_000;

/**
 * What was used since then, as the log's sums have it, which outlive its rows: of a channel (its calls count, of all projects), or of
 * a key or a whole project (its requests count, but for those that were turned away before they reached a channel).
 */
export async function usageHistory(usage: Pick<UsageRecords, 'sums'>, scope: HistoryScope): Promise<Used> {
  const { since } = scope;
  const rows = await usage.sums({
    ...('project' in scope && { project: scope.project }),
    stretches: [
      { step: since % QUARTER_MS === 0 ? QUARTER_MS : MINUTE_MS, since, until: Number.MAX_SAFE_INTEGER },
    ],
    filter: filterOf(scope),
    by: ['channel'],
  });
  const sum = { requests: 0, tokens: 0, images: 0, cost: 0 };
  for (const row of rows) {
    if (row.channel !== '') sum.requests += 'channel' in scope ? row.executions : row.requests;
    sum.tokens += row.inputTokens + row.outputTokens;
    sum.images += row.images;
    sum.cost += row.costNanoUsd;
  }
  return sum;
}

function filterOf(scope: HistoryScope): { readonly channel?: string; readonly keyId?: string } {
  if ('channel' in scope) return { channel: scope.channel };
  return scope.keyId === undefined ? {} : { keyId: scope.keyId };
}
