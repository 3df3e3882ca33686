/** Counts to add up. A request counts where its last attempt went, tokens and costs where they arose. */
export interface UsageCounts {
  readonly requests: number;
  readonly failedRequests: number;
  readonly executions: number;
  readonly failedExecutions: number;
  /** Pictures in answers. */
  readonly images: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens: number;
  readonly cacheWriteTokens: number;
  readonly reasoningTokens: number;
  readonly inputImageTokens: number;
  readonly outputImageTokens: number;
  /** Billionths of a US dollar, of the executions whose cost is known. */
  readonly costNanoUsd: number;
  /** Executions whose cost is unknown. */
  readonly unknownCosts: number;
  /** Of all requests together. */
  readonly durationMs: number;
}

export const NO_USE: UsageCounts = {
  requests: 0,
  failedRequests: 0,
  executions: 0,
  failedExecutions: 0,
  images: 0,
  inputTokens: 0,
  outputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  inputImageTokens: 0,
  outputImageTokens: 0,
  costNanoUsd: 0,
  unknownCosts: 0,
  durationMs: 0,
};

/** What is added up, by name. */
export const USAGE_COUNTS = Object.keys(NO_USE) as readonly (keyof UsageCounts)[];

/** Counts, each worked out by its name. */
export const countsOf = (count: (name: keyof UsageCounts) => number): UsageCounts => {
  const counts: { -readonly [name in keyof UsageCounts]: number } = { ...NO_USE };
  for (const name of USAGE_COUNTS) counts[name] = count(name);
  return counts;
};
