/** An answer as it went to its client, to be sent again. Scoped to one gateway key: no other may read it. */
export interface AnswerRow {
  /** `req_…`, the request it answers. */
  readonly id: string;
  readonly project: string;
  readonly keyId: string;
  /** As the client sent it; null: it sent none. One row per project, key and idempotency key. */
  readonly idempotencyKey: string | null;
  /** Lower-case hex SHA-256 of the request; null without an idempotency key. */
  readonly fingerprint: string | null;
  readonly state: 'running' | 'done' | 'failed';
  /** The process that works on it. */
  readonly node: string;
  /** While it is running: from this time on the process counts as dead. */
  readonly aliveUntil: number;
  /** Path the client used. */
  readonly path: string;
  /** HTTP status; null while it is running. */
  readonly status: number | null;
  /** JSON object. */
  readonly headers: string | null;
  /** JSON: the body's recipe. Pictures and long texts stand in it as names of blobs. */
  readonly body: string | null;
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly expiresAt: number;
}

export type AnswerEnd = Pick<AnswerRow, 'status' | 'headers' | 'body' | 'endedAt' | 'expiresAt'> & {
  readonly state: 'done' | 'failed';
};

export interface AnswerRecords {
  /** False, and nothing is written, where the idempotency key is taken, even by a row that has expired. */
  insert(row: AnswerRow): Promise<boolean>;
  find(project: string, keyId: string, id: string): Promise<AnswerRow | undefined>;
  findByKey(project: string, keyId: string, idempotencyKey: string): Promise<AnswerRow | undefined>;
  /** Without effect on a row that is not running, or gone. */
  finish(id: string, end: AnswerEnd): Promise<void>;
  /** Everything that this process is working on is alive until then. */
  renew(node: string, aliveUntil: number): Promise<void>;
  delete(ids: readonly string[]): Promise<void>;
  /** Running ones whose process died before `now` are deleted; tells whether there was one. */
  deleteDead(id: string, now: number): Promise<boolean>;
  /** Rows whose time is over, oldest first. */
  expired(now: number, limit: number): Promise<AnswerRow[]>;
}
