import type { TreeObject } from '../contract/tree.ts';
import type { JobRow, WebhookRow } from '../storage/ports.ts';

/** What is known of a job besides its row. */
export interface JobFacts {
  /** Pictures that are kept, each with a link. */
  readonly images: readonly TreeObject[];
  /** The message about its end. */
  readonly message?: WebhookRow;
}

/** How far a job is, as it is kept. */
export interface Progress {
  /** Finished pictures. */
  readonly pictures: number;
  /** How many were asked for. */
  readonly of: number;
  readonly previews: number;
}

export interface Partial {
  readonly index: number;
  /** Name of the blob that holds it. */
  readonly blob: string;
  readonly mediaType: string;
}

const WORDS = {
  queued: 'queued',
  running: 'running',
  done: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
};

const seconds = (ms: number | null): number | null => (ms === null ? null : Math.floor(ms / 1000));

/** A job as its client sees it; the same in every format. */
export function describeJob(row: JobRow, { images, message }: JobFacts): TreeObject {
  const at = `/v1/jobs/${row.id}`;
  const partials = JSON.parse(row.partials) as readonly Partial[];
  const hasResult = row.status === 'done' || row.status === 'failed';
  return {
    id: row.id,
    object: 'job',
    status: WORDS[row.status],
    path: row.url.split('?', 1)[0] ?? row.url,
    model: row.model,
    request_id: row.requestId,
    created_at: seconds(row.createdAt),
    started_at: seconds(row.startedAt),
    ended_at: seconds(row.endedAt),
    expires_at: seconds(row.endedAt === null ? null : row.expiresAt),
    cancel_requested: row.cancelled,
    // 1 when all goes well; more after processes have died.
    times_started: row.taken,
    progress: JSON.parse(row.progress) as TreeObject,
    partials: partials.map(({ index, mediaType }) => ({
      index,
      media_type: mediaType,
      url: `${at}/partials/${index}`,
    })),
    images,
    result_url: hasResult ? `${at}/result` : null,
    error: row.errorCode === null ? null : { code: row.errorCode, message: row.errorMessage },
    webhook: row.webhookUrl === null ? null : describeWebhook(row.webhookUrl, message),
  };
}

const describeWebhook = (url: string, message: WebhookRow | undefined): TreeObject => ({
  url,
  state: message?.state ?? 'waiting',
  attempts: message?.attempts ?? 0,
  last_status: message?.lastStatus ?? null,
});
