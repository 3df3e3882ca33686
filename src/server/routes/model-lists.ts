import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Dialect, ListedModel, ModelLists, Query } from '../../contract/dialect.ts';
import { GatewayError } from '../../contract/error.ts';
import type { Tree } from '../../contract/tree.ts';
import type { Caller } from '../../pipeline/index.ts';
import { newRequestId } from '../headers/request-id.ts';

export interface ModelListOptions {
  /** @throws GatewayError `invalid_api_key` */
  readonly authenticate: (request: FastifyRequest) => Promise<Caller>;
  readonly models: (caller: Caller) => readonly ListedModel[];
  readonly dialects: readonly Dialect[];
}

interface Lister {
  readonly lists: Pick<ModelLists, 'list' | 'one'>;
  /** Absent: errors go to the server's own handler. */
  readonly encodeError?: Dialect['encodeError'];
}

type Reader = (lister: Lister, served: readonly ListedModel[]) => Tree;

/** OpenAI's shape, which everyone gets who does not show to speak another format. */
const PLAIN: Lister = {
  lists: {
    list: (data) => ({ object: 'list', data: data.map(asTree) }),
    one: asTree,
  },
};

/** `GET …/models` and `…/models/{id}` in every format that has them. */
export function registerModelLists(app: FastifyInstance, options: ModelListOptions): void {
  const { dialects } = options;
  const shared = (headers: Query['headers']) =>
    listerOf(dialects.find(({ models }) => models?.recognises(headers))) ?? PLAIN;
  for (const path of ['/v1/models', '/api/v1/models']) registerList(app, path, shared, options);
  for (const dialect of dialects) {
    for (const path of dialect.models?.paths ?? []) {
      registerList(app, path, () => listerOf(dialect) ?? PLAIN, options);
    }
  }
}

function listerOf(dialect: Dialect | undefined): Lister | undefined {
  return dialect?.models && { lists: dialect.models, encodeError: dialect.encodeError };
}

function registerList(
  app: FastifyInstance,
  path: string,
  listerFor: (headers: Query['headers']) => Lister,
  { authenticate, models }: ModelListOptions,
): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply, read: Reader) => {
    const lister = listerFor(request.headers);
    try {
      const caller = await authenticate(request);
      return read(lister, models(caller));
    } catch (thrown) {
      if (!lister.encodeError) throw thrown;
      const { status, headers, tree } = lister.encodeError(GatewayError.from(thrown), newRequestId());
      return reply.code(status).headers(headers).send(tree);
    }
  };
  app.get(path, (request, reply) => answer(request, reply, ({ lists }, served) => lists.list(served)));
  // Ids may hold slashes (`openai/gpt-image-2`).
  app.get<{ Params: { '*': string } }>(`${path}/*`, (request, reply) =>
    answer(request, reply, ({ lists }, served) => lists.one(find(served, request.params['*']))),
  );
}

function find(models: readonly ListedModel[], id: string): ListedModel {
  const found = models.find((model) => model.id === id);
  if (found) return found;
  throw new GatewayError('model_not_found', 'This key cannot call such a model.', { field: 'model' });
}

function asTree({ architecture, ...model }: ListedModel): Tree {
  return { ...model, architecture: { ...architecture } };
}
