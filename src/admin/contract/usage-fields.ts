import * as z from 'zod';

const count = z.number().int();

/** Counts that add up. */
export const usageCounts = z
  .object({
    requests: count,
    failedRequests: count,
    executions: count.meta({ description: 'Attempts at channels.' }),
    failedExecutions: count,
    images: count.meta({ description: 'Pictures in answers.' }),
    inputTokens: count,
    outputTokens: count,
    cachedInputTokens: count.meta({
      description: 'Of the input tokens, as the other details are of their totals.',
    }),
    cacheWriteTokens: count,
    reasoningTokens: count,
    inputImageTokens: count,
    outputImageTokens: count,
    costNanoUsd: count.meta({
      description: 'Billionths of a US dollar, of the attempts whose cost is known.',
    }),
    unknownCosts: count.meta({
      description: 'Attempts whose cost is unknown: they are not in `costNanoUsd`.',
    }),
    durationMs: count.meta({ description: 'Of all requests together.' }),
  })
  .meta({ id: 'UsageCounts' });

export const bucketSize = z.enum(['minute', 'hour', 'day', 'month']);

export const bucket = z
  .object({
    from: count.meta({ description: 'Unix milliseconds.' }),
    to: count.meta({ description: 'Unix milliseconds; the first moment after it.' }),
    label: z.string().meta({ description: 'Local time, as `2026-11-27` or `2026-11-27T15:00`.' }),
  })
  .meta({ id: 'UsageBucket' });

const milliseconds = count.nullable();

export const percentiles = z
  .object({ p50: milliseconds, p90: milliseconds, p95: milliseconds, p99: milliseconds })
  .meta({ id: 'LatencyPercentiles', description: 'Milliseconds, right within a tenth.' });
