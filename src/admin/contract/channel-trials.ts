import * as z from 'zod';
import { channelFields, credentialInput } from './channel-fields.ts';
import { route } from './route.ts';

const byId = z.object({ id: z.string().max(200) });

const { name: _, ...options } = channelFields;

/** A channel as a form has it, saved or not. */
export const channelDraft = z
  .strictObject({
    id: z.string().max(200).optional().meta({
      description: 'The saved channel this is a change of; what is left out stays as it is, keys included.',
    }),
    type: z.string().max(100).optional().meta({ description: 'Needed without `id`.' }),
    ...z.strictObject(options).partial().shape,
    credentials: z.array(credentialInput).min(1).max(100).optional(),
  })
  .meta({ id: 'ChannelDraft' });

const upstreamModel = z
  .object({
    id: z.string().meta({ description: 'As the upstream calls it.' }),
    title: z.string().nullable(),
    known: z
      .boolean()
      .meta({ description: 'The catalogue knows it: abilities and prices are those of this model.' }),
    talks: z.boolean(),
    draws: z.boolean(),
  })
  .meta({ id: 'UpstreamModel' });

const upstreamModels = z.object({ items: z.array(upstreamModel), askedAt: z.int() });

const what = {
  model: z.string().trim().min(1).max(200).meta({ description: 'As clients of the channel name it.' }),
  kind: z.enum(['text', 'image']),
  prompt: z.string().trim().min(1).max(2_000).optional(),
  credential: z
    .string()
    .max(200)
    .optional()
    .meta({ description: 'Id of the one credential to use; absent: the first that is enabled.' }),
};

const trialResult = z
  .object({
    ok: z.boolean(),
    ms: z.int(),
    firstMs: z.int().nullable().meta({ description: 'To the first piece of the answer.' }),
    upstreamModel: z.string().nullable(),
    text: z.string(),
    pictures: z.array(
      z.object({
        url: z.string().meta({ description: 'A data URL.' }),
        mediaType: z.string(),
        width: z.int(),
        height: z.int(),
        bytes: z.int(),
      }),
    ),
    usd: z.number().nullable().meta({ description: 'What it cost in US dollars; null: unknown.' }),
    costUnknown: z.string().nullable().meta({ description: 'Why the cost is unknown.' }),
    usage: z.record(z.string(), z.number()).nullable(),
    warnings: z.array(z.object({ kind: z.string(), field: z.string(), detail: z.string() })),
    error: z
      .object({
        code: z.string(),
        message: z.string(),
        field: z.string().nullable(),
        upstreamStatus: z.int().nullable(),
        internal: z.string().nullable().meta({ description: 'What the upstream said, for operators.' }),
      })
      .nullable(),
  })
  .meta({ id: 'ChannelTrial' });

export const channelTrialRoutes = {
  fetch: route({
    id: 'fetchChannelModels',
    method: 'POST',
    path: '/channels/{id}/models',
    summary: 'Asks the upstream which models it has, and remembers them for the source `upstream`',
    tag: 'channels',
    access: 'channels:write',
    params: byId,
    status: 200,
    reply: upstreamModels,
  }),
  fetchDraft: route({
    id: 'fetchDraftModels',
    method: 'POST',
    path: '/channel-drafts/models',
    summary: 'Asks the upstream of a channel that is not saved which models it has',
    tag: 'channels',
    access: 'channels:write',
    body: z.strictObject({ channel: channelDraft }),
    status: 200,
    reply: upstreamModels,
  }),
  test: route({
    id: 'testChannel',
    method: 'POST',
    path: '/channels/{id}/test',
    summary: 'Makes one small real call, which costs what it costs; it stands in no request log',
    tag: 'channels',
    access: 'channels:write',
    params: byId,
    body: z.strictObject(what),
    status: 200,
    reply: trialResult,
  }),
  testDraft: route({
    id: 'testDraft',
    method: 'POST',
    path: '/channel-drafts/test',
    summary: 'The same for a channel that is not saved',
    tag: 'channels',
    access: 'channels:write',
    body: z.strictObject({ channel: channelDraft, ...what }),
    status: 200,
    reply: trialResult,
  }),
};
