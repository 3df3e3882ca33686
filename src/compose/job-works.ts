import { randomUUID } from 'node:crypto';
import { openPrivate } from '../answers/private-blob.ts';
import type { Config } from '../config.ts';
import { GatewayError } from '../contract/error.ts';
import { DIALECTS } from '../dialects/all.ts';
import { createGuardedPost } from '../egress/guarded-post.ts';
import { deliverDue } from '../jobs/deliver-webhooks.ts';
import { sweepJobs } from '../jobs/forget-jobs.ts';
import { createJobDesk, type Jobs } from '../jobs/job-desk.ts';
import { JobRunner } from '../jobs/job-runner.ts';
import { NEVER, recurring } from '../lib/recurring.ts';
import type { PipelineParts } from '../pipeline/index.ts';
import { headOf } from '../server/headers/answer-head.ts';
import type { JobRoutes } from '../server/routes/jobs.ts';
import { limitsInForce } from './limits-in-force.ts';
import type { Stores } from './stores.ts';

/** Everything about jobs, put together. */
export interface JobWorks {
  readonly desk: Jobs;
  readonly routes: Omit<JobRoutes, 'authenticate' | 'answers'>;
  /** Begins to work, as soon as there is something to work with. */
  start(pipeline: PipelineParts): void;
  /** Begins nothing more; tells whether all has ended within `ms`. */
  drain(ms: number): Promise<boolean>;
  /** After the pipeline has been told to stop. */
  close(): Promise<void>;
}

export interface JobWorksParts {
  readonly config: Config;
  readonly stores: Stores;
  /** Old jobs are swept by one of all workers. */
  readonly leads: boolean;
  /** Networks that messages may go to although they are private. */
  readonly allowPrivate: readonly string[];
  readonly shutdown: AbortSignal;
  readonly onError: (error: GatewayError, id: string) => void;
}

const DELIVER_EVERY_MS = 1_000;
const SWEEP_EVERY_MS = 60_000;

export function createJobWorks(parts: JobWorksParts): JobWorks {
  const { config, stores, shutdown, onError } = parts;
  const { blobs, records, webhookSecrets } = stores;
  const keepMs = config.answers.keepMs;
  const http = createGuardedPost({ allowPrivate: parts.allowPrivate });
  const told = (error: unknown): void => onError(GatewayError.from(error), '');
  let runner: JobRunner | undefined;
  const delivery = { webhooks: records.webhooks, http, secrets: webhookSecrets, signal: shutdown, onError };
  const deliver = recurring(
    () => deliverDue({ ...delivery, now: Date.now, random: Math.random }),
    DELIVER_EVERY_MS,
    told,
  );
  const sweep = parts.leads
    ? recurring(() => sweepJobs({ blobs, records }, Date.now()), SWEEP_EVERY_MS, told)
    : NEVER;
  const desk = createJobDesk({
    blobs,
    records,
    keepMs,
    checkWebhook: http.check,
    now: Date.now,
    onAccepted: () => runner?.hurry(),
    onCancelled: (id) => runner?.cancel(id),
    onMessage: deliver.hurry,
  });
  return {
    desk,
    routes: routesOf(desk, parts),
    start(pipeline) {
      runner = new JobRunner({
        pipeline,
        jobs: records.jobs,
        dialects: DIALECTS,
        node: randomUUID(),
        // It was let in when it came.
        maxBodyBytes: Number.MAX_SAFE_INTEGER,
        headOf,
        concurrency: config.jobs.concurrency,
        keepMs,
        onMessage: deliver.hurry,
      });
    },
    drain: async (ms) => (await runner?.drain(ms)) ?? true,
    async close() {
      await runner?.close();
      await Promise.all([deliver.stop(), sweep.stop()]);
      await http.close();
    },
  };
}

function routesOf(jobs: Jobs, { stores, config }: JobWorksParts): JobWorks['routes'] {
  const { records, links, blobs, webhookSecrets } = stores;
  return {
    jobs,
    openPreview: (blob) => openPrivate(blobs, blob),
    picturesOf: async (project, requestId, origin) => {
      const expires = Math.floor(Date.now() / 1000) + limitsInForce(config, stores.settings).linkSeconds();
      const rows = await records.images.ofRequest(project, requestId);
      return rows.map(({ id, sha256, mediaType, width, height }) => ({
        id,
        url: links.make(origin, { sha256, extension: mediaType.replace('image/', '') }, expires),
        url_expires: expires,
        media_type: mediaType,
        width,
        height,
      }));
    },
    messageAbout: (jobId) => records.webhooks.findByJob(jobId),
    webhookSecret: (owner) => webhookSecrets(owner)[0],
  };
}
