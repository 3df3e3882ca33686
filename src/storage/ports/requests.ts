import type { Cost } from '../../contract/cost.ts';
import type { Warning } from '../../contract/request.ts';
import type { Usage } from '../../contract/response.ts';
import type { Age } from './age.ts';
import type { Page, PageQuery } from './page.ts';
import type { UsageBatch } from './usage.ts';

/** What a client asked and got. Without bodies a row stays below 2 KB. */
export interface RequestRow {
  readonly id: string;
  readonly project: string;
  readonly keyId: string;
  /** Whose key it was; null: nobody's in particular. */
  readonly userId: string | null;
  /** The agent's task the request belongs to; its own id where none was named. Null in rows of early versions. */
  readonly traceId: string | null;
  /** The conversation the task belongs to. */
  readonly threadId: string | null;
  readonly createdAt: number;
  readonly durationMs: number;
  /** Until the first piece of the answer came from the upstream. */
  readonly firstMs: number | null;
  /** Format and path the client used. */
  readonly dialect: string;
  readonly path: string;
  readonly model: string;
  readonly stream: boolean;
  readonly status: number;
  readonly errorCode: string | null;
  /** As the client was told. */
  readonly errorMessage: string | null;
  /** Of the last attempt; null: there was none. */
  readonly channel: string | null;
  readonly upstreamModel: string | null;
  readonly executionCount: number;
  /** Of the answer the client got; null: unknown. */
  readonly usage: Usage | null;
  /** Copies of the usage's totals, to be listed and filtered by. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Billionths of a US dollar for all upstream calls; null: unknown, or there was no call. */
  readonly costNanoUsd: number | null;
  /** With its lines or the reason why it is unknown; null without any call. */
  readonly cost: Cost | null;
  readonly warnings: readonly Warning[];
  readonly imageCount: number;
  /** Input and output together; null: unknown. */
  readonly totalTokens: number | null;
  /** The client program (`User-Agent`) and its address. */
  readonly client: string | null;
  readonly ip: string | null;
}

/** Pictures of one kind that an upstream drew. */
export interface DrawnPictures {
  /** Pixels as drawn, as `1024x1536`. */
  readonly size: string;
  /** The model's own word; empty: none was ordered. */
  readonly quality: string;
  readonly count: number;
}

/** One attempt at one target. */
export interface ExecutionRow {
  readonly requestId: string;
  /** From 0. */
  readonly position: number;
  readonly project: string;
  readonly startedAt: number;
  readonly durationMs: number;
  /** From its start to the first piece of the answer. */
  readonly firstMs: number | null;
  readonly channel: string;
  /** Which of the channel's keys, by its label. */
  readonly credential: string | null;
  /** As the upstream names it. */
  readonly model: string;
  /** Null: it succeeded. */
  readonly errorCode: string | null;
  readonly upstreamStatus: number | null;
  /** What the upstream said, or why it could not be reached, for operators. Null: it succeeded, or the row is of an earlier version. */
  readonly errorDetail: string | null;
  /** Why it was this one's turn. */
  readonly score: {
    readonly total: number;
    readonly health: string;
    readonly parts: { readonly [name: string]: number };
    /** Channels whose turn it would have been, but for their limits. Absent: none. */
    readonly passedOver?: readonly { readonly channel: string; readonly reason: string }[];
  };
  /** Of all its calls together. */
  readonly usage: Usage | null;
  readonly pictures: readonly DrawnPictures[];
  readonly costNanoUsd: number | null;
  readonly cost: Cost | null;
  readonly warnings: readonly Warning[];
}

/** What is written of one exchange. */
export interface LogEntry {
  readonly request: RequestRow;
  readonly executions: readonly ExecutionRow[];
  /** It may stand among the unsettled, or in the log as what another process took it for. */
  readonly unsettled?: true;
}

/** A trace as far as some of its requests tell it. */
export interface TraceTouch {
  readonly project: string;
  readonly id: string;
  readonly threadId: string | null;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Written together or not at all. */
export interface LogBatch extends UsageBatch {
  readonly requests: readonly RequestRow[];
  readonly executions: readonly ExecutionRow[];
  readonly traces: readonly TraceTouch[];
  /** Requests that are unsettled no more. */
  readonly settles: readonly string[];
  /** Those that stand in the log already, and what they have added to the sums, negative: they are written anew. */
  readonly undoes?: UsageBatch & { readonly ids: readonly string[] };
}

export interface RequestFilter {
  /** Unix milliseconds, from this one on. */
  readonly since?: number;
  /** Unix milliseconds, before this one. */
  readonly until?: number;
  readonly traceId?: string;
  readonly threadId?: string;
  readonly keyId?: string;
  readonly model?: string;
  /** Of the last attempt. */
  readonly channel?: string;
  readonly errorCode?: string;
  readonly outcome?: 'ok' | 'failed';
  /** HTTP status. */
  readonly status?: number;
  readonly hasImages?: boolean;
  readonly minCostNanoUsd?: number;
  /** Part of the prompt of a picture it drew; upper and lower case are the same. */
  readonly text?: string;
}

export interface RequestRecords {
  write(batch: LogBatch): Promise<void>;
  /** Those of the ids that there are rows of, whatever their project. For the log itself, never for a client. */
  known(ids: readonly string[]): Promise<string[]>;
  find(project: string, id: string): Promise<RequestRow | undefined>;
  executions(project: string, requestId: string): Promise<ExecutionRow[]>;
  /**
   * Deletes the oldest requests with their attempts, those of pinned traces aside, and traces without requests; sums stay. Tells
   * how many requests went: as many as `limit` when there may be more.
   */
  deleteOld(age: Age, limit: number): Promise<number>;
  /** Deletes the sums by the minute before this one; those by the quarter stay. @param before Unix milliseconds */
  deleteMinutes(before: number): Promise<void>;
  /** From new to old. */
  list(project: string, filter: RequestFilter, page: PageQuery): Promise<Page<RequestRow>>;
}
