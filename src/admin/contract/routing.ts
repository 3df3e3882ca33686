import * as z from 'zod';
import { route } from './route.ts';

const candidate = z
  .object({
    channel: z.string(),
    provider: z.string(),
    credential: z.string().optional().meta({ description: 'Absent where the channel has but one.' }),
    upstream_model: z.string(),
    association_priority: z
      .int()
      .optional()
      .meta({ description: 'Of the model entry; lower is tried first, before the priority of channels.' }),
    priority: z.int(),
    weight: z.int(),
    health: z.string(),
    score: z.number(),
    parts: z.record(z.string(), z.number()).meta({ description: 'Add up to the score.' }),
    at_limit: z.string().optional().meta({
      description: 'The limit or budget of the channel that is reached, for which it is passed over now.',
    }),
  })
  .meta({ id: 'RoutingCandidate' });

const explanation = z
  .object({
    model: z.string().meta({ description: 'As the client names it.' }),
    resolved: z.string().meta({ description: 'What the profile of the key makes of the name.' }),
    entry: z
      .string()
      .nullable()
      .meta({ description: 'Name of the model entry that decides where it goes; null: there is none.' }),
    strategy: z.string(),
    candidates: z.array(candidate).meta({ description: 'In the order they would be tried.' }),
    others: z
      .array(z.object({ channel: z.string(), provider: z.string(), reason: z.string() }))
      .meta({ description: 'Channels that cannot serve it, and why.' }),
  })
  .meta({ id: 'RoutingExplanation' });

export const routingRoutes = {
  explain: route({
    id: 'explainRouting',
    method: 'GET',
    path: '/routing/explain',
    summary: 'Where a request for a model would go now and why nowhere else; takes nobody’s turn',
    tag: 'channels',
    access: 'channels:read',
    query: z.object({
      model: z.string().trim().min(1).max(300),
      key: z.string().max(200).optional().meta({
        description: 'Id of a gateway key, whose profile and limits count; absent: one without any.',
      }),
      project: z.string().max(200).default('default').meta({ description: 'The one the key belongs to.' }),
      operation: z.enum(['chat', 'image', 'task']).optional().meta({
        description: 'For conditions of model entries; what is not said is taken to fit.',
      }),
      trace: z.string().max(200).optional().meta({ description: 'A trace whose affinity counts.' }),
    }),
    reply: explanation,
  }),
};
