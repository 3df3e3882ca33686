export interface RequestRow {
  readonly id: string;
  readonly project: string;
  readonly keyId: string;
  /** The agent's task the request belongs to; null: none was named. */
  readonly traceId: string | null;
  /** The conversation the task belongs to. */
  readonly threadId: string | null;
  readonly createdAt: number;
  readonly durationMs: number;
  /** Format and path the client used. */
  readonly dialect: string;
  readonly path: string;
  readonly model: string;
  readonly stream: boolean;
  readonly status: number;
  readonly errorCode: string | null;
  /** JSON: one entry per attempt {channel, model, score: {total, health, parts}, ms, usd, error?, upstreamStatus?}. */
  readonly attempts: string;
  /** JSON of the Usage, null when unknown. */
  readonly usage: string | null;
  /** Billionths of a US dollar for all upstream calls; null: unknown, or there was no call. */
  readonly costNanoUsd: number | null;
  /** JSON of the Cost, with its lines or the reason why it is unknown; null without any call. */
  readonly cost: string | null;
  /** JSON array of warnings. */
  readonly warnings: string;
  readonly imageCount: number;
  /** Input and output together; null: unknown. */
  readonly totalTokens: number | null;
}

export interface RequestRecords {
  insertMany(rows: readonly RequestRow[]): Promise<void>;
  find(project: string, id: string): Promise<RequestRow | undefined>;
  /** What was used by the requests that began at `since` or later; of one key, or of the whole project. */
  sums(scope: {
    readonly project: string;
    readonly keyId?: string;
    readonly since: number;
  }): Promise<UsageSums>;
}

/** Requests that a quota turned away do not count. Cost in billionths of a US dollar, as far as it is known. */
export interface UsageSums {
  readonly requests: number;
  readonly tokens: number;
  readonly images: number;
  readonly cost: number;
}
