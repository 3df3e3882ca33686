import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AnswerStore, KeptAnswer } from '../../answers/answer-store.ts';
import { GatewayError } from '../../contract/error.ts';
import { interrupted } from '../../pipeline/admit/claim.ts';
import { bodyOf, type Piece, type WireBody } from '../../wire/wire-body.ts';
import { JSON_TYPE, writeAnswer } from '../replies/write.ts';

export interface RequestRoutes {
  /** @throws GatewayError `invalid_api_key` */
  readonly authenticate: (
    request: FastifyRequest,
  ) => Promise<{ readonly project: string; readonly keyId: string }>;
  readonly answers: AnswerStore;
}

interface ById {
  readonly Params: { readonly id: string };
}

const RETRY_AFTER_SECONDS = '2';

/**
 * `GET /v1/requests/{id}`: how it stands with a request, and its answer in the format it was asked in. `…/answer` is the answer
 * alone, as it was or would have been sent. Only for the key that asked.
 */
export function registerRequests(app: FastifyInstance, routes: RequestRoutes): void {
  for (const base of ['/v1', '/api/v1']) {
    app.get<ById>(`${base}/requests/:id`, async (request, reply) => {
      const answer = await found(request, routes);
      await send(reply, answer, { status: 200, headers: {} }, await described(answer));
    });
    app.get<ById>(`${base}/requests/:id/answer`, async (request, reply) => {
      const answer = await found(request, routes);
      if (answer.state === 'lost') throw interrupted();
      if (!answer.open) return send(reply, answer, { status: 202, headers: {} }, await described(answer));
      const { status, headers, body } = await answer.open();
      await send(reply, answer, { status, headers }, body);
    });
  }
}

async function found(request: FastifyRequest<ById>, routes: RequestRoutes): Promise<KeptAnswer> {
  const { project, keyId } = await routes.authenticate(request);
  const { id } = request.params;
  const answer = await routes.answers.find(project, keyId, id);
  if (answer) return answer;
  const message = `No answer to a request with id '${id.slice(0, 80)}' is kept for this key. Answers with pictures are, and those asked with an Idempotency-Key.`;
  throw new GatewayError('not_found', message, { field: 'id' });
}

async function send(
  reply: FastifyReply,
  { id, state }: KeptAnswer,
  { status, headers }: { readonly status: number; readonly headers: { readonly [name: string]: string } },
  body: WireBody,
): Promise<void> {
  reply.hijack();
  const waiting = state === 'running' && { 'retry-after': RETRY_AFTER_SECONDS };
  const head = { 'content-type': JSON_TYPE, ...headers, 'ah-request-id': id, ...waiting };
  await writeAnswer(reply.raw, { status, headers: head }, body);
}

const seconds = (ms: number | null): number | null => (ms === null ? null : Math.floor(ms / 1000));

/** The answer's own JSON stands in it as it is; a stream does not, and is to be had at `answer_url`. */
async function described(answer: KeptAnswer): Promise<WireBody> {
  const kept = await answer.open?.();
  const isJson = kept?.headers['content-type']?.startsWith('application/json') === true;
  const lost = answer.state === 'lost' ? interrupted() : undefined;
  const facts = {
    id: answer.id,
    object: 'request',
    status: lost ? 'failed' : answer.state,
    path: answer.path,
    created_at: seconds(answer.createdAt),
    ended_at: seconds(answer.endedAt),
    expires_at: seconds(answer.expiresAt),
    http_status: kept?.status ?? null,
    answer_url: kept ? `/v1/requests/${answer.id}/answer` : null,
    ...(lost && { error: { code: lost.code, message: lost.message } }),
  };
  return withMember(facts, 'answer', isJson ? kept?.body : undefined);
}

/** The object with one more member, whose bytes are there already; null without any. */
export function withMember(facts: object, name: string, value: WireBody | undefined): WireBody {
  const open: Piece = Buffer.from(`${JSON.stringify(facts).slice(0, -1)},"${name}":`);
  return bodyOf([open, ...(value?.pieces ?? [Buffer.from('null')]), Buffer.from('}')]);
}
