import type { FastifyInstance } from 'fastify';
import type { Caller } from '../../pipeline/index.ts';
import type { ListedImageModel } from '../../pipeline/questions/catalogue.ts';
import { type ModelListOptions, registerModelLists } from './model-lists.ts';

export interface ListOptions extends ModelListOptions {
  readonly imageModels: (caller: Caller) => readonly ListedImageModel[];
}

/** The models this gateway serves, in every format's shape, and what each image model can do. */
export function registerLists(app: FastifyInstance, options: ListOptions): void {
  registerModelLists(app, options);
  for (const base of ['/v1', '/api/v1']) {
    app.get(`${base}/images/models`, async (request) => {
      const caller = await options.authenticate(request);
      return { object: 'list', data: options.imageModels(caller) };
    });
  }
}
