import type { UsageCounts } from '../ports.ts';

/** What sums add up, by its columns. */
export const countNames = [
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
