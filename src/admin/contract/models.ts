import * as z from 'zod';
import { line, modelName, noControls, pattern } from './channel-fields.ts';
import { pageOf, pageQuery } from './page.ts';
import { route } from './route.ts';

const byId = z.object({ id: z.string().max(200) });
const time = z.int().meta({ description: 'Unix milliseconds.' });
const priority = z.int().min(0).max(1_000_000);

const condition = z
  .strictObject({
    operations: z
      .array(z.enum(['chat', 'image', 'task']))
      .min(1)
      .max(3)
      .optional(),
    draws: z.boolean().optional().meta({ description: 'Whether a picture is wanted.' }),
    seesPictures: z.boolean().optional().meta({ description: 'Whether the question holds pictures.' }),
    stream: z.boolean().optional(),
    moreTokensThan: z.int().min(0).optional().meta({ description: 'Of the question, as estimated.' }),
    atMostTokens: z.int().min(0).optional().meta({ description: 'Of the question, as estimated.' }),
    projects: z.array(z.string().max(200)).min(1).max(100).optional().meta({ description: 'Ids.' }),
  })
  .meta({ id: 'RequestCondition', description: 'All that are given must hold.' });

const association = z
  .strictObject({
    priority: priority.default(1).meta({
      description: 'Lower is tried first, before the priority of channels counts.',
    }),
    channels: z.array(pattern).min(1).max(100).optional().meta({
      description: 'Names, ids or patterns of names, of which one fits; absent: channels of any name.',
    }),
    tags: z.array(line(50)).min(1).max(50).optional().meta({ description: 'The channel has one of these.' }),
    model: pattern.optional().meta({
      description: 'Of the models these channels serve, by name or pattern; absent: the entry’s own name.',
    }),
    when: condition.optional(),
  })
  .meta({ id: 'ModelAssociation' });

const fields = {
  name: modelName.meta({ description: 'What clients ask for.' }),
  enabled: z.boolean().meta({ description: 'Off: nobody can ask for the name, whichever channels have it.' }),
  developer: z.string().trim().max(100).refine(noControls).meta({ description: 'Shown as `owned_by`.' }),
  description: z.string().trim().max(2_000),
  associations: z.array(association).max(200).meta({
    description: 'Where it leads; empty: to the models of the same name, on every channel.',
  }),
};

const { name, ...options } = fields;
const newModel = z
  .strictObject({ name, ...z.strictObject(options).partial().shape })
  .meta({ id: 'NewModel' });

const target = z
  .object({
    channel: z.string(),
    provider: z.string(),
    upstreamModel: z.string(),
    priority: z.int().nullable().meta({ description: 'Of the association; null: there is none.' }),
    conditional: z.boolean().meta({ description: 'Only some requests go there.' }),
  })
  .meta({ id: 'ModelTarget' });

const model = z
  .object({
    id: z.string(),
    ...fields,
    associations: z.array(association),
    targets: z.array(target).meta({ description: 'Where it leads now; empty: it is not listed.' }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Model' });

const common = { tag: 'models' } as const;

export const modelRoutes = {
  list: route({
    ...common,
    id: 'listModels',
    method: 'GET',
    path: '/models',
    summary: 'Model entries by name, with where each leads now',
    access: 'models:read',
    query: z.object({
      ...pageQuery,
      search: z.string().max(200).optional().meta({ description: 'In name, developer and description.' }),
      state: z.enum(['all', 'enabled', 'disabled', 'unserved']).default('all').meta({
        description: '`unserved`: enabled, and no channel serves it.',
      }),
    }),
    reply: pageOf(model),
  }),
  get: route({
    ...common,
    id: 'getModel',
    method: 'GET',
    path: '/models/{id}',
    summary: 'A model entry',
    access: 'models:read',
    params: byId,
    reply: model,
  }),
  create: route({
    ...common,
    id: 'createModel',
    method: 'POST',
    path: '/models',
    summary: 'Makes a model entry',
    access: 'models:write',
    body: newModel,
    status: 201,
    reply: model,
  }),
  update: route({
    ...common,
    id: 'updateModel',
    method: 'PATCH',
    path: '/models/{id}',
    summary: 'Changes the members that are named',
    access: 'models:write',
    params: byId,
    body: z.strictObject(fields).partial().meta({ id: 'ModelChange' }),
    reply: model,
  }),
  delete: route({
    ...common,
    id: 'deleteModel',
    method: 'DELETE',
    path: '/models/{id}',
    summary: 'Deletes a model entry; what channels serve by the name can be asked for again',
    access: 'models:write',
    params: byId,
  }),
  preview: route({
    ...common,
    id: 'previewModel',
    method: 'POST',
    path: '/models/preview',
    summary: 'Where an entry would lead that is not saved',
    access: 'models:read',
    audited: false,
    body: z.strictObject({ name: fields.name, associations: fields.associations }),
    reply: z.object({ targets: z.array(target) }),
  }),
};
