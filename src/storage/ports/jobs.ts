import type { WebhookRow } from './webhooks.ts';

export type JobStatus = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** A request that is worked on while nobody waits for it. Scoped to one gateway key. */
export interface JobRow {
  /** `job_…` */
  readonly id: string;
  readonly project: string;
  readonly keyId: string;
  /** Lower-case hex SHA-256 of the gateway key, by which it is recognised again when the work begins. */
  readonly keyHash: string;
  /** `req_…`, under which it runs: in the log, as the owner of pictures and of the kept answer. */
  readonly requestId: string;
  readonly status: JobStatus;
  readonly dialect: string;
  /** The first path of the route that took it. */
  readonly route: string;
  /** Path with its query, without a key. */
  readonly url: string;
  /** JSON object of the path's parameters. */
  readonly params: string;
  /** JSON object of those headers that matter to the work; never a credential. */
  readonly headers: string;
  /** Scheme and host the client reaches the gateway by. */
  readonly origin: string;
  /** The address the request came from. */
  readonly ip: string;
  readonly model: string;
  /** Name of the blob that holds the request's body. */
  readonly input: string;
  /** JSON: what was begun upstream; null before the first call. */
  readonly work: string | null;
  /** JSON: how far it is. */
  readonly progress: string;
  /** JSON array of previews {index, blob, mediaType}. */
  readonly partials: string;
  /** How often it was taken up: once, and once more after each death of a process. */
  readonly taken: number;
  /** Somebody wants it to end. */
  readonly cancelled: boolean;
  /** The process that works on it; null: none has begun. */
  readonly node: string | null;
  /** From this time on another process may take it up. */
  readonly aliveUntil: number;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly webhookUrl: string | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly expiresAt: number;
}

export type JobEnd = Pick<JobRow, 'errorCode' | 'errorMessage' | 'endedAt' | 'expiresAt'> & {
  readonly status: 'done' | 'failed' | 'cancelled';
};

export interface JobPage {
  /** Only older ones than this job. */
  readonly after?: string;
  readonly limit: number;
  readonly status?: JobStatus;
}

export interface JobRecords {
  insert(row: JobRow): Promise<void>;
  find(project: string, keyId: string, id: string): Promise<JobRow | undefined>;
  /** Newest first. */
  list(project: string, keyId: string, page: JobPage): Promise<JobRow[]>;
  /** Gives the oldest job that nobody alive works on to this process; of several processes that ask at once only one gets it. */
  take(node: string, now: number, aliveUntil: number): Promise<JobRow | undefined>;
  /** Jobs of this process stay its own until then. Gives those of them that somebody wants to end. */
  renew(node: string, aliveUntil: number): Promise<string[]>;
  /** Lets another process take it up at once. */
  release(node: string, id: string): Promise<void>;
  /** Notes how it goes. False where the job is no longer this process's. */
  note(
    node: string,
    id: string,
    notes: Partial<Pick<JobRow, 'work' | 'progress' | 'partials'>>,
  ): Promise<boolean>;
  /** Ends the job and writes the message about it, both or neither. False where the job is no longer this process's. */
  finish(node: string, id: string, end: JobEnd, message?: WebhookRow): Promise<boolean>;
  /** Ends a queued job and writes the message about it, marks a running one; without effect on others. Gives the row as it is then. */
  cancel(
    project: string,
    keyId: string,
    id: string,
    end: Pick<JobRow, 'endedAt' | 'expiresAt'>,
    message?: WebhookRow,
  ): Promise<JobRow | undefined>;
  delete(ids: readonly string[]): Promise<void>;
  /** Ended jobs whose time is over, oldest first. */
  expired(now: number, limit: number): Promise<JobRow[]>;
}
