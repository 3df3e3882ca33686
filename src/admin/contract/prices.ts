import * as z from 'zod';
import { modelName } from './channel-fields.ts';
import { pageOf, pageQuery } from './page.ts';
import { route } from './route.ts';

const time = z.int().min(0).meta({ description: 'Unix milliseconds.' });
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day, as 2026-12-31');

const TOKENS = [
  'input_text',
  'input_image',
  'cached_input',
  'cache_write',
  'output_text',
  'reasoning',
] as const;
const UNITS: { readonly [what: string]: readonly string[] } = {
  ...Object.fromEntries(TOKENS.map((what) => [what, ['million_tokens']])),
  output_image: ['million_tokens', 'image', 'megapixel'],
  input_reference: ['image'],
  request: ['request'],
};

const shape = {
  what: z.enum([...TOKENS, 'output_image', 'input_reference', 'request']),
  per: z.enum(['million_tokens', 'image', 'megapixel', 'request']),
  usd: z.number().min(0).max(1_000_000),
  variant: z.string().trim().min(1).max(100).optional().meta({
    description: 'Of a picture: quality, size or both (`high 1024x1024`). Of `cache_write`: `5m` or `1h`.',
  }),
  above: z.number().min(0).optional().meta({
    description:
      'Holds from more than this: pixels of the picture, for token prices input tokens of the call.',
  }),
  upTo: z.number().min(0).optional().meta({ description: 'Holds up to this, inclusive.' }),
  free: z.int().min(0).optional().meta({ description: 'So many of each call cost nothing.' }),
};

const price = z
  .strictObject(shape)
  .refine(({ what, per }) => UNITS[what]?.includes(per), {
    error: 'is not how this is counted',
    path: ['per'],
  })
  .meta({
    id: 'Price',
    description: 'US dollars. Of several that fit, the one with the most conditions counts.',
  });

const cataloguePrice = z
  .object({
    ...shape,
    from: day.optional(),
    until: day.optional(),
    approximate: z.boolean().optional(),
    source: z.string(),
  })
  .meta({ id: 'SourcedPrice' });

const fields = {
  model: modelName.meta({ description: 'As the upstream calls it.' }),
  channel: z
    .string()
    .max(200)
    .nullable()
    .meta({ description: 'Id of the only channel it is for; null: all.' }),
  source: z.string().trim().min(1).max(500).meta({ description: 'Where the figures were seen.' }),
  note: z.string().trim().max(2_000),
};

const version = z
  .object({
    id: z.string(),
    ...fields,
    channelName: z.string().nullable(),
    prices: z
      .array(price)
      .nullable()
      .meta({ description: 'Null: from then on as if there were no override.' }),
    validFrom: time,
    validUntil: time
      .nullable()
      .meta({ description: 'When the next version took or takes its place; null: open.' }),
    createdAt: time,
    createdBy: z.string().meta({ description: 'Id of a user or key.' }),
  })
  .meta({ id: 'PriceVersion' });

const parameter = z.object({
  support: z.enum(['native', 'emulated', 'hinted', 'impossible']),
  native: z.array(z.string()).readonly().optional(),
  note: z.string().optional(),
});

const ability = z.object({
  id: z.string(),
  text: z.boolean().meta({ description: 'It answers in words.' }),
  vision: z.boolean().meta({ description: 'It takes pictures in chats.' }),
  image: z
    .object({
      tasks: z.array(z.string()).readonly(),
      maxCount: z.int().meta({ description: 'Most pictures of one call; more are split.' }),
      maxInputs: z.int(),
      parameters: z.record(z.string(), parameter),
    })
    .nullable()
    .meta({ description: 'What becomes of each picture parameter; null: it does not draw.' }),
  prices: z
    .array(cataloguePrice)
    .readonly()
    .nullable()
    .meta({ description: 'Of the catalogue; null: unknown.' }),
  estimates: z
    .array(
      z.object({
        variant: z.string().optional(),
        above: z.number().optional(),
        upTo: z.number().optional(),
        usd: z.number(),
        approximate: z.boolean().optional(),
      }),
    )
    .readonly()
    .meta({ description: 'What one picture costs by these prices; empty: it cannot be told before.' }),
  retired: z.string().nullable(),
  successor: z.string().nullable(),
});

const knownModel = ability
  .extend({
    provider: z.string().meta({ description: 'Id of the provider type.' }),
    title: z.string(),
    overridden: z.boolean().meta({ description: 'A price override for all channels holds now.' }),
  })
  .meta({ id: 'KnownModel' });

const servedModel = ability
  .extend({
    id: z.string().meta({ description: 'What clients ask for.' }),
    owner: z
      .string()
      .meta({ description: 'Who made it, as its entry says; else the id of its provider type.' }),
  })
  .meta({ id: 'ServedModel' });

const common = { tag: 'models' } as const;

export const priceRoutes = {
  known: route({
    ...common,
    id: 'listKnownModels',
    method: 'GET',
    path: '/known-models',
    summary: 'The models that the catalogues of all providers know, with abilities and prices',
    access: ['models:read', 'channels:read'],
    query: z.object({
      ...pageQuery,
      search: z.string().max(200).optional().meta({ description: 'In id and title.' }),
      provider: z.string().max(100).optional(),
      kind: z
        .enum(['text', 'image'])
        .optional()
        .meta({ description: 'Only those that answer in words, or draw.' }),
      retired: z
        .enum(['true', 'false'])
        .default('false')
        .meta({ description: 'Whether retired ones are listed.' }),
    }),
    reply: pageOf(knownModel),
  }),
  served: route({
    ...common,
    id: 'listServedModels',
    method: 'GET',
    path: '/served-models',
    summary: 'What keys without rules of their own can ask for now, with abilities and prices in force',
    access: ['models:read', 'playground:write'],
    reply: z.object({ items: z.array(servedModel) }),
  }),
  list: route({
    ...common,
    id: 'listPrices',
    method: 'GET',
    path: '/prices',
    summary: 'Price overrides, every version, newest first',
    access: 'models:read',
    query: z.object({
      ...pageQuery,
      model: z.string().max(200).optional(),
      channel: z.string().max(200).optional(),
      state: z.enum(['all', 'valid', 'planned']).default('all').meta({
        description: '`valid`: those that hold now. `planned`: those that do not hold yet.',
      }),
    }),
    reply: pageOf(version),
  }),
  set: route({
    ...common,
    id: 'setPrice',
    method: 'POST',
    path: '/prices',
    summary: 'Sets what a model costs from some moment on, in the place of the catalogue; on all nodes',
    access: 'models:write',
    body: z
      .strictObject({
        model: fields.model,
        channel: fields.channel.default(null),
        prices: z.array(price).min(1).max(200).nullable(),
        source: fields.source,
        note: fields.note.default(''),
        validFrom: time.optional().meta({ description: 'Unix milliseconds, not in the past; absent: now.' }),
      })
      .meta({ id: 'NewPrice' }),
    status: 201,
    reply: version,
  }),
  delete: route({
    ...common,
    id: 'deletePrice',
    method: 'DELETE',
    path: '/prices/{id}',
    summary: 'Deletes a version that does not hold yet; what has held stays on record',
    access: 'models:write',
    params: z.object({ id: z.string().max(200) }),
  }),
  effective: route({
    ...common,
    id: 'getEffectivePrice',
    method: 'GET',
    path: '/prices/effective',
    summary: 'What a model costs at a moment, and why',
    access: 'models:read',
    query: z.object({
      model: z.string().min(1).max(200).meta({ description: 'As the upstream calls it.' }),
      channel: z.string().max(200).optional().meta({ description: 'Id; absent: on any.' }),
      provider: z
        .string()
        .max(100)
        .optional()
        .meta({ description: 'Whose catalogue; absent: the channel’s.' }),
      at: z.coerce.number().int().min(0).optional().meta({ description: 'Unix milliseconds; absent: now.' }),
    }),
    reply: z.object({
      origin: z.enum(['override', 'catalogue', 'unknown']),
      version: version.nullable().meta({ description: 'The override; null: there is none.' }),
      prices: z.array(cataloguePrice).readonly(),
    }),
  }),
};
