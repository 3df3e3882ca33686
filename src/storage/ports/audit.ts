/** One change made, or tried, through the admin API. */
export interface AuditRow {
  /** `aud_…` */
  readonly id: string;
  readonly at: number;
  /** Null: somebody who had not signed in. */
  readonly actorKind: 'user' | 'key' | null;
  readonly actorId: string | null;
  /** As they were called then. */
  readonly actorName: string | null;
  readonly ip: string;
  /** The route's id, as `createKey`. */
  readonly action: string;
  readonly project: string | null;
  /** JSON object: parameters, names of members sent, and what the handler noted. */
  readonly facts: string;
  /** HTTP status of the answer. */
  readonly status: number;
}

export interface AuditFilter {
  readonly actorId?: string;
  readonly action?: string;
  readonly project?: string;
  /** Unix milliseconds, inclusive. */
  readonly from?: number;
  /** Unix milliseconds, exclusive. */
  readonly until?: number;
  readonly outcome?: 'done' | 'refused';
  /** Of the last row of the page before. */
  readonly after?: { readonly at: number; readonly id: string };
  readonly limit: number;
}

export interface AuditRecords {
  insertMany(rows: readonly AuditRow[]): Promise<void>;
  /** Newest first. */
  list(filter: AuditFilter): Promise<readonly AuditRow[]>;
  /** Removes at most `limit` of the rows older than this; tells how many. */
  deleteBefore(at: number, limit: number): Promise<number>;
}
