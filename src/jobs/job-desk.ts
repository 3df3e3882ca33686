import { randomUUID } from 'node:crypto';
import { hashKey, presentedKey } from '../accounts/gateway-key.ts';
import { keepPrivate } from '../answers/private-blob.ts';
import { GatewayError } from '../contract/error.ts';
import { withoutKey } from '../pipeline/admit/fingerprint.ts';
import type { JobDesk, JobOrder } from '../pipeline/exchange.ts';
import type { Blobs, JobPage, JobRow, Records } from '../storage/ports.ts';
import { describeJob } from './describe-job.ts';
import { forgetJobs } from './forget-jobs.ts';
import { keptHeaders, writeInput } from './job-input.ts';
import { messageAbout } from './webhook-message.ts';

export type { JobPage, JobRow, JobStatus, WebhookRow } from '../storage/ports.ts';

/** Whose jobs are meant. */
export interface Owner {
  readonly project: string;
  readonly keyId: string;
}

/** What clients do with jobs. */
export interface Jobs extends JobDesk {
  find(owner: Owner, id: string): Promise<JobRow | undefined>;
  /** Newest first. */
  list(owner: Owner, page: JobPage): Promise<JobRow[]>;
  /** What was not begun ends at once; what is being done is told to end. Undefined: there is no such job. */
  cancel(owner: Owner, id: string): Promise<JobRow | undefined>;
  /** Only once it has ended. */
  remove(row: JobRow): Promise<void>;
}

export interface JobDeskParts {
  readonly blobs: Blobs;
  readonly records: Pick<Records, 'jobs' | 'answers'>;
  /** How long a job is kept once it has ended. */
  readonly keepMs: number;
  /** Checks an address that messages are to go to. @throws GatewayError */
  readonly checkWebhook: (url: string) => void;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Told of a job that waits, and of one that runs and is to end. */
  readonly onAccepted: () => void;
  readonly onCancelled: (id: string) => void;
  /** A message waits to be delivered. */
  readonly onMessage: () => void;
}

export function createJobDesk(parts: JobDeskParts): Jobs {
  const { blobs, records, keepMs, now } = parts;
  const { jobs } = records;
  return {
    async accept(order) {
      const row = await newJob(parts, order);
      await jobs.insert(row);
      parts.onAccepted();
      return { id: row.id, described: describeJob(row, { images: [] }) };
    },
    find: ({ project, keyId }, id) => jobs.find(project, keyId, id),
    list: ({ project, keyId }, page) => jobs.list(project, keyId, page),
    async cancel({ project, keyId }, id) {
      const row = await jobs.find(project, keyId, id);
      if (!row) return undefined;
      const end = { endedAt: now(), expiresAt: now() + keepMs };
      const message = messageAbout({ ...row, ...end, status: 'cancelled' }, now());
      const cancelled = await jobs.cancel(project, keyId, id, end, message);
      if (cancelled?.status === 'running') parts.onCancelled(id);
      else if (message) parts.onMessage();
      return cancelled;
    },
    remove: (row) => forgetJobs([row], { blobs, records }),
  };
}

async function newJob(parts: JobDeskParts, { incoming, caller, model, body }: JobOrder): Promise<JobRow> {
  const { headers, url, dialect, route, params, origin, ip } = incoming;
  const webhookUrl = webhookOf(headers['ah-webhook-url'], parts);
  const key = presentedKey(headers, url);
  if (key === undefined) throw new TypeError('a job has an owner, who has a key');
  const { contentType, wire } = writeInput(body);
  const createdAt = parts.now();
  return {
    id: `job_${randomUUID().replaceAll('-', '')}`,
    project: caller.project,
    keyId: caller.keyId,
    keyHash: hashKey(key),
    requestId: `req_${randomUUID().replaceAll('-', '')}`,
    status: 'queued',
    dialect: dialect.id,
    route: route.paths[0] ?? '',
    url: withoutKey(url),
    params: JSON.stringify(params),
    headers: JSON.stringify(keptHeaders(headers, contentType)),
    origin,
    ip,
    model: model.slice(0, 200),
    input: await keepPrivate(parts.blobs, wire.chunks()),
    ...{ work: null, progress: '{}', partials: '[]', taken: 0, cancelled: false, node: null, aliveUntil: 0 },
    ...{ errorCode: null, errorMessage: null, webhookUrl, startedAt: null, endedAt: null },
    createdAt,
    expiresAt: createdAt + parts.keepMs,
  };
}

const LONGEST_URL = 2_000;

function webhookOf(header: string | string[] | undefined, { checkWebhook }: JobDeskParts): string | null {
  if (header === undefined) return null;
  const url = String(header).trim();
  const field = 'AH-Webhook-URL';
  if (url.length > LONGEST_URL) {
    throw new GatewayError('invalid_request', `${field} has more than ${LONGEST_URL} characters.`, { field });
  }
  try {
    checkWebhook(url);
  } catch (error) {
    throw new GatewayError('invalid_request', GatewayError.from(error).message, { field }, error);
  }
  return url;
}
