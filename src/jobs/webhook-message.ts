import { randomUUID } from 'node:crypto';
import { DAY_MS } from '../lib/durations.ts';
import type { JobRow, WebhookRow } from '../storage/ports.ts';
import { describeJob } from './describe-job.ts';

const TYPES = { done: 'job.completed', failed: 'job.failed', cancelled: 'job.cancelled' } as const;

/** How long a message is tried; well beyond the last try (`deliver-webhooks.ts`). */
const KEEP_MS = 7 * DAY_MS;

/** What is told about a job that has ended: the job without its result, which only its key may fetch. Undefined: nobody asked. */
export function messageAbout(row: JobRow, now: number): WebhookRow | undefined {
  const { id: jobId, project, keyId, webhookUrl, status } = row;
  if (webhookUrl === null || status === 'queued' || status === 'running') return undefined;
  const { webhook: _, ...data } = describeJob(row, { images: [] });
  return {
    id: `msg_${randomUUID().replaceAll('-', '')}`,
    project,
    keyId,
    jobId,
    url: webhookUrl,
    body: JSON.stringify({ type: TYPES[status], timestamp: new Date(now).toISOString(), data }),
    state: 'waiting',
    attempts: 0,
    dueAt: now,
    lastStatus: null,
    createdAt: now,
    expiresAt: now + KEEP_MS,
  };
}
