import { countsOf } from '../contract/usage-counts.ts';
import type { LogBatch, LogEntry, UsageSum } from '../storage/ports.ts';
import { toBatch } from './log-batch.ts';

/** What takes entries out of the log again, sums included. */
export function undoBatch(entries: readonly LogEntry[]): NonNullable<LogBatch['undoes']> {
  const { requests, sums, latencies, pictures } = toBatch(entries);
  return {
    ids: requests.map(({ id }) => id),
    sums: sums.map(negative),
    latencies: latencies.map((row) => ({ ...row, requests: -row.requests })),
    pictures: pictures.map((row) => ({ ...row, pictures: -row.pictures })),
  };
}

function negative(sum: UsageSum): UsageSum {
  return { ...sum, ...countsOf((name) => -sum[name]) };
}
