import { ownBlobs, type Recipe } from '../answers/recipe.ts';
import type { Blobs, JobRow, Records } from '../storage/ports.ts';
import type { Partial } from './describe-job.ts';

export interface ForgetParts {
  readonly blobs: Blobs;
  readonly records: Pick<Records, 'jobs' | 'answers'>;
}

/** Deletes jobs that have ended, with their input, previews and answers. Finished pictures are kept for longer. */
export async function forgetJobs(rows: readonly JobRow[], { blobs, records }: ForgetParts): Promise<void> {
  const answers = await Promise.all(
    rows.map(({ project, keyId, requestId }) => records.answers.find(project, keyId, requestId)),
  );
  const texts = answers.flatMap((answer) =>
    answer?.body ? ownBlobs(JSON.parse(answer.body) as Recipe) : [],
  );
  const previews = rows.flatMap(({ partials }) =>
    (JSON.parse(partials) as readonly Partial[]).map(({ blob }) => blob),
  );
  const own = [...rows.map(({ input }) => input), ...previews, ...texts];
  await Promise.all(own.map((name) => blobs.delete(name)));
  await records.answers.delete(rows.map(({ requestId }) => requestId));
  await records.jobs.delete(rows.map(({ id }) => id));
}

/** Rows deleted at once: a small batch holds up nobody. */
const BATCH = 100;

export async function sweepJobs(
  parts: ForgetParts & { readonly records: Pick<Records, 'webhooks'> },
  now: number,
): Promise<void> {
  const { jobs, webhooks } = parts.records;
  for (;;) {
    const rows = await jobs.expired(now, BATCH);
    await forgetJobs(rows, parts);
    if (rows.length < BATCH) break;
  }
  while ((await webhooks.deleteExpired(now, BATCH)) === BATCH);
}
