import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerStore } from '../../answers/answer-store.ts';
import { GatewayError, invalid } from '../../contract/error.ts';
import type { Payload } from '../../contract/payload.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { describeJob, type Partial } from '../../jobs/describe-job.ts';
import type { JobRow, JobStatus, Jobs, Owner, WebhookRow } from '../../jobs/job-desk.ts';
import { bodyOf } from '../../wire/wire-body.ts';
import { type Head, JSON_TYPE, writeAnswer } from '../replies/write.ts';
import { withMember } from './requests.ts';

export interface JobRoutes {
  /** @throws GatewayError `invalid_api_key` */
  readonly authenticate: (request: FastifyRequest) => Promise<Owner>;
  readonly jobs: Jobs;
  readonly answers: AnswerStore;
  readonly openPreview: (blob: string) => Promise<Payload | undefined>;
  /** Pictures kept under a request, with links. */
  readonly picturesOf: (project: string, requestId: string, origin: string) => Promise<readonly TreeObject[]>;
  readonly messageAbout: (jobId: string) => Promise<WebhookRow | undefined>;
  readonly webhookSecret: (owner: Owner) => string;
}

interface ById {
  readonly Params: { readonly id: string; readonly index: string };
  readonly Querystring: { readonly [name: string]: string | string[] | undefined };
}

const RETRY_AFTER_SECONDS = '2';

/** `/v1/jobs`: list, one, its result, its previews, cancel, delete. Only for the key that asked. */
export function registerJobs(app: FastifyInstance, routes: JobRoutes): void {
  for (const base of ['/v1', '/api/v1']) {
    const at = `${base}/jobs`;
    app.get<ById>(at, (request) => list(request, routes));
    app.get<ById>(`${at}/:id`, (request, reply) => one(request, reply, routes));
    app.get<ById>(`${at}/:id/result`, (request, reply) => result(request, reply, routes));
    app.get<ById>(`${at}/:id/partials/:index`, (request, reply) => partial(request, reply, routes));
    app.post<ById>(`${at}/:id/cancel`, async (request) => describe(await cancelled(request, routes), routes));
    app.delete<ById>(`${at}/:id`, (request) => remove(request, routes));
    app.get(`${base}/webhooks/secret`, async (request) => ({
      object: 'webhook.secret',
      secret: routes.webhookSecret(await routes.authenticate(request)),
    }));
  }
}

async function found(request: FastifyRequest<ById>, routes: JobRoutes): Promise<JobRow> {
  const row = await routes.jobs.find(await routes.authenticate(request), request.params.id);
  if (!row) throw unknown(request.params.id);
  return row;
}

const unknown = (id: string): GatewayError =>
  new GatewayError('not_found', `There is no job '${id.slice(0, 80)}' of this key, or it has expired.`, {
    field: 'id',
  });

async function describe(row: JobRow, routes: JobRoutes): Promise<TreeObject> {
  const [images, message] = await Promise.all([
    routes.picturesOf(row.project, row.requestId, row.origin),
    row.webhookUrl === null ? undefined : routes.messageAbout(row.id),
  ]);
  return describeJob(row, { images, ...(message && { message }) });
}

const hasEnded = ({ status }: JobRow): boolean => status !== 'queued' && status !== 'running';

async function one(request: FastifyRequest<ById>, reply: FastifyReply, routes: JobRoutes): Promise<void> {
  const row = await found(request, routes);
  const described = await describe(row, routes);
  const answer = hasEnded(row) ? await routes.answers.find(row.project, row.keyId, row.requestId) : undefined;
  const kept = await answer?.open?.();
  const waiting: { [name: string]: string } = hasEnded(row) ? {} : { 'retry-after': RETRY_AFTER_SECONDS };
  const body = withMember(described, 'result', row.status === 'done' ? kept?.body : undefined);
  reply.hijack();
  await writeAnswer(reply.raw, { status: 200, headers: { 'content-type': JSON_TYPE, ...waiting } }, body);
}

/** The answer as it would have been sent; its status too. */
async function result(request: FastifyRequest<ById>, reply: FastifyReply, routes: JobRoutes): Promise<void> {
  const row = await found(request, routes);
  if (row.status === 'cancelled')
    throw new GatewayError('conflict', 'The job was cancelled: it has no result.');
  const answer = hasEnded(row) ? await routes.answers.find(row.project, row.keyId, row.requestId) : undefined;
  const kept = await answer?.open?.();
  if (hasEnded(row) && !kept)
    throw new GatewayError('not_found', 'The result of this job could not be kept.');
  const head: Head = kept ?? {
    status: 202,
    headers: { 'content-type': JSON_TYPE, 'retry-after': RETRY_AFTER_SECONDS },
  };
  const body = kept?.body ?? bodyOf([Buffer.from(JSON.stringify(await describe(row, routes)))]);
  reply.hijack();
  await writeAnswer(reply.raw, head, body);
}

async function partial(request: FastifyRequest<ById>, reply: FastifyReply, routes: JobRoutes): Promise<void> {
  const row = await found(request, routes);
  const partials = JSON.parse(row.partials) as readonly Partial[];
  const named = partials.find(({ index }) => String(index) === request.params.index);
  const payload = named && (await routes.openPreview(named.blob));
  if (!payload) throw new GatewayError('not_found', 'There is no such preview.', { field: 'index' });
  reply.hijack();
  const headers = { 'content-type': named.mediaType, 'x-content-type-options': 'nosniff' };
  await writeAnswer(reply.raw, { status: 200, headers }, bodyOf([{ payload, as: 'raw' }]));
}

async function cancelled(request: FastifyRequest<ById>, routes: JobRoutes): Promise<JobRow> {
  const row = await routes.jobs.cancel(await routes.authenticate(request), request.params.id);
  if (!row) throw unknown(request.params.id);
  return row;
}

/** Ends what goes on; what has ended is forgotten. */
async function remove(request: FastifyRequest<ById>, routes: JobRoutes): Promise<TreeObject> {
  const row = await found(request, routes);
  if (!hasEnded(row)) return describe(await cancelled(request, routes), routes);
  await routes.jobs.remove(row);
  return { id: row.id, object: 'job', deleted: true };
}

const MOST = 100;
const STATUSES: { readonly [word: string]: JobStatus } = {
  queued: 'queued',
  running: 'running',
  completed: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** Newest first. `limit` 1–100 (20), `after` an id, `status`. */
async function list(request: FastifyRequest<ById>, routes: JobRoutes): Promise<TreeObject> {
  const owner = await routes.authenticate(request);
  const { limit = '20', after, status } = request.query;
  const size = Number(limit);
  if (!Number.isInteger(size) || size < 1 || size > MOST)
    throw invalid('limit', `"limit" must be a whole number from 1 to ${MOST}.`);
  const wanted = status === undefined ? undefined : STATUSES[String(status)];
  if (status !== undefined && !wanted)
    throw invalid('status', `"status" must be one of: ${Object.keys(STATUSES).join(', ')}.`);
  const page = {
    limit: size + 1,
    ...(after !== undefined && { after: String(after) }),
    ...(wanted && { status: wanted }),
  };
  const rows = await routes.jobs.list(owner, page);
  const data = await Promise.all(rows.slice(0, size).map((row) => describe(row, routes)));
  const ids = data.map(({ id }) => id ?? null);
  return {
    object: 'list',
    data,
    first_id: ids[0] ?? null,
    last_id: ids.at(-1) ?? null,
    has_more: rows.length > size,
  };
}
