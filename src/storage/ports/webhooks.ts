/** A message to be delivered to a client's own server. */
export interface WebhookRow {
  /** `msg_…`, the same at every try. */
  readonly id: string;
  readonly project: string;
  readonly keyId: string;
  readonly jobId: string;
  readonly url: string;
  /** JSON text, sent as it is. */
  readonly body: string;
  readonly state: 'waiting' | 'delivered' | 'given_up';
  /** Tries so far. */
  readonly attempts: number;
  /** When the next try is due; while one is going on: from when on it counts as lost. */
  readonly dueAt: number;
  /** Of the last try; null: none was answered. */
  readonly lastStatus: number | null;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface WebhookRecords {
  /** A second message with the same id is not written. */
  insert(row: WebhookRow): Promise<void>;
  /** The newest message about a job. */
  findByJob(jobId: string): Promise<WebhookRow | undefined>;
  /** Gives a message that is due to this process, and puts it off until `lostAt`, should the process die. */
  take(now: number, lostAt: number): Promise<WebhookRow | undefined>;
  /** Writes how a try went. */
  note(id: string, outcome: Pick<WebhookRow, 'state' | 'attempts' | 'dueAt' | 'lastStatus'>): Promise<void>;
  /** Deletes up to `limit` messages whose time is over; tells how many. */
  deleteExpired(now: number, limit: number): Promise<number>;
}
