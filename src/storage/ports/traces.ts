import type { Page, PageQuery } from './page.ts';

/** One task of an agent. */
export interface TraceRow {
  readonly project: string;
  readonly id: string;
  readonly threadId: string | null;
  readonly firstAt: number;
  readonly lastAt: number;
  /** Kept until somebody takes the pin away; null: deleted when its time has come. */
  readonly pinnedAt: number | null;
}

/** What the requests of a trace come to. */
export interface TraceSummary extends TraceRow {
  readonly requests: number;
  readonly failed: number;
  readonly images: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of the requests whose cost is known. */
  readonly costNanoUsd: number;
  /** Requests that reached an upstream and whose cost is unknown. */
  readonly unknownCosts: number;
}

export interface TraceFilter {
  /** Unix milliseconds; traces with a request from this one on. */
  readonly since?: number;
  readonly until?: number;
  readonly threadId?: string;
  readonly pinned?: boolean;
}

/** A conversation: its newest traces tell when something happened last. */
export interface ThreadRow {
  readonly id: string;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly traces: number;
}

export interface TraceRecords {
  /** A trace without a row of its own, as that of a single request, is put together from its requests. */
  find(project: string, id: string): Promise<TraceSummary | undefined>;
  /** Traces that somebody named, last used first. */
  list(project: string, filter: TraceFilter, page: PageQuery): Promise<Page<TraceSummary>>;
  /** Last used first. */
  threads(project: string, page: PageQuery): Promise<Page<ThreadRow>>;
  /** Tells whether there is such a trace. */
  pin(project: string, id: string, at: number | null): Promise<boolean>;
}
