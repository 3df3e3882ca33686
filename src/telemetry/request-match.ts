import type { RequestFilter, RequestRow } from '../storage/ports.ts';

/** What of a filter a row alone tells; words of prompts stand elsewhere. */
export type RowFilter = Omit<RequestFilter, 'text' | 'since' | 'until'>;

/** Whether a row is one of those that the list with this filter shows. */
export function matches(filter: RowFilter, row: RequestRow): boolean {
  const { outcome, hasImages, minCostNanoUsd, ...equal } = filter;
  if (outcome !== undefined && (row.errorCode === null) !== (outcome === 'ok')) return false;
  if (hasImages !== undefined && row.imageCount > 0 !== hasImages) return false;
  if (minCostNanoUsd !== undefined && (row.costNanoUsd ?? -1) < minCostNanoUsd) return false;
  return Object.entries(equal).every(
    ([name, value]) => value === undefined || row[name as keyof typeof equal] === value,
  );
}
