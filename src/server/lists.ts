import type { FastifyInstance, FastifyRequest } from 'fastify';
import { GatewayError } from '../contract/error.ts';
import type { ListedImageModel, ListedModel } from '../pipeline/catalogue.ts';

export interface ListOptions {
  /** @throws GatewayError `invalid_api_key` */
  readonly authenticate: (request: FastifyRequest) => Promise<unknown>;
  readonly models: () => readonly ListedModel[];
  readonly imageModels: () => readonly ListedImageModel[];
}

/** `GET /v1/models`, `/v1/models/{id}` and `/v1/images/models`. */
export function registerLists(
  app: FastifyInstance,
  { authenticate, models, imageModels }: ListOptions,
): void {
  for (const base of ['/v1', '/api/v1']) {
    app.get(`${base}/models`, async (request) => {
      await authenticate(request);
      return { object: 'list', data: models() };
    });
    // Ids may hold slashes (`openai/gpt-image-2`).
    app.get<{ Params: { '*': string } }>(`${base}/models/*`, async (request) => {
      await authenticate(request);
      const found = models().find(({ id }) => id === request.params['*']);
      if (!found)
        throw new GatewayError('model_not_found', 'This key cannot call such a model.', { field: 'model' });
      return found;
    });
    app.get(`${base}/images/models`, async (request) => {
      await authenticate(request);
      return { object: 'list', data: imageModels() };
    });
  }
}
