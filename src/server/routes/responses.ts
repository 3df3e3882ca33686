import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Turn } from '../../contract/dialect.ts';
import { GatewayError, invalid } from '../../contract/error.ts';
import { asString, member, type Tree } from '../../contract/tree.ts';
import { writeReply } from '../replies/write.ts';

/** What clients of the Responses format may do with the turns that are kept for them. */
export interface ResponseRoutes {
  /** @throws GatewayError `invalid_api_key` */
  readonly authenticate: (request: FastifyRequest) => Promise<{ readonly project: string }>;
  readonly conversations: {
    find(project: string, id: string): Promise<Turn | undefined>;
    delete(project: string, id: string): Promise<boolean>;
  };
}

interface ById {
  readonly Params: { readonly id: string };
  readonly Querystring: { readonly [name: string]: string | string[] | undefined };
}

/** `GET` and `DELETE /v1/responses/{id}` and `GET /v1/responses/{id}/input_items`. */
export function registerResponses(app: FastifyInstance, routes: ResponseRoutes): void {
  for (const base of ['/v1', '/api/v1']) {
    app.get<ById>(`${base}/responses/:id`, async (request, reply) => {
      if (request.query.stream === 'true') {
        throw invalid('stream', 'A kept response cannot be streamed again; leave "stream" out.');
      }
      await send(reply, (await keptTurn(request, routes)).body);
    });
    app.get<ById>(`${base}/responses/:id/input_items`, async (request, reply) => {
      await send(reply, page((await keptTurn(request, routes)).input, request.query));
    });
    app.delete<ById>(`${base}/responses/:id`, async (request) => {
      const { project } = await routes.authenticate(request);
      const { id } = request.params;
      if (!(await routes.conversations.delete(project, id))) throw notFound(id);
      return { id, object: 'response', deleted: true };
    });
  }
}

async function keptTurn(request: FastifyRequest<ById>, routes: ResponseRoutes): Promise<Turn> {
  const { project } = await routes.authenticate(request);
  const { id } = request.params;
  const turn = await routes.conversations.find(project, id);
  if (!turn) throw notFound(id);
  return turn;
}

const notFound = (id: string): GatewayError =>
  new GatewayError('not_found', `Response with id '${id.slice(0, 80)}' not found.`, { field: 'id' });

/** Pictures are streamed from the blob store. */
async function send(reply: FastifyReply, tree: Tree): Promise<void> {
  reply.hijack();
  await writeReply(reply.raw, { status: 200, headers: {}, tree }, {});
}

const MOST_ITEMS = 100;

/** A page of the list: `order` (newest first by default), `after` an id, `limit` 1–100. */
function page(items: readonly Tree[], query: ById['Querystring']): Tree {
  const { limit = '20', order = 'desc', after } = query;
  const size = Number(limit);
  if (!Number.isInteger(size) || size < 1 || size > MOST_ITEMS) {
    throw invalid('limit', `"limit" must be a whole number from 1 to ${MOST_ITEMS}.`);
  }
  if (order !== 'asc' && order !== 'desc') throw invalid('order', '"order" must be one of "asc", "desc".');
  const ordered = order === 'asc' ? items : items.toReversed();
  const known = after === undefined ? -1 : ordered.findIndex((item) => idOf(item) === after);
  if (after !== undefined && known < 0) throw invalid('after', '"after" names no item of this response.');
  const data = ordered.slice(known + 1, known + 1 + size);
  return {
    object: 'list',
    data,
    first_id: idOf(data[0]),
    last_id: idOf(data.at(-1)),
    has_more: known + 1 + size < ordered.length,
  };
}

const idOf = (item: Tree | undefined): string | null => asString(member(item, 'id')) ?? null;
