import type { UsageRecords, UsageSums } from './storage/ports.ts';

const QUARTER_MS = 900_000;
const MINUTE_MS = 60_000;

/** What was called through a channel since then, of all projects, as the log's sums have it. */
export async function channelHistory(
  usage: Pick<UsageRecords, 'sums'>,
  { channel, since }: { readonly channel: string; readonly since: number },
): Promise<UsageSums> {
  const step = since % QUARTER_MS === 0 ? QUARTER_MS : MINUTE_MS;
  const rows = await usage.sums({ step, since, until: Number.MAX_SAFE_INTEGER, filter: { channel }, by: [] });
  const [row] = rows;
  if (!row) return { requests: 0, tokens: 0, images: 0, cost: 0 };
  const { executions, inputTokens, outputTokens, images, costNanoUsd } = row;
  return { requests: executions, tokens: inputTokens + outputTokens, images, cost: costNanoUsd };
}
