import * as z from 'zod';
import { imageSummary } from './image-fields.ts';
import {
  cost,
  costNanoUsd,
  entryParams,
  projectParams,
  rangeQuery,
  text,
  tokenUsage,
  warning,
  yesOrNo,
} from './log-fields.ts';
import { pageOf, pageQuery } from './page.ts';
import { time } from './person.ts';
import { route } from './route.ts';

export const requestSummary = z
  .object({
    id: z.string(),
    traceId: z.string().meta({ description: 'The request itself where nobody named a trace.' }),
    threadId: z.string().nullable(),
    keyId: z.string(),
    userId: z.string().nullable(),
    createdAt: time,
    durationMs: z.number().int(),
    firstMs: z.number().int().nullable().meta({ description: 'Until the first piece of the answer came.' }),
    dialect: z.string(),
    path: z.string(),
    model: z.string(),
    stream: z.boolean(),
    status: z.number().int(),
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    channel: z.string().nullable().meta({ description: 'Of the last attempt.' }),
    upstreamModel: z.string().nullable(),
    executionCount: z.number().int(),
    inputTokens: z.number().int().nullable(),
    outputTokens: z.number().int().nullable(),
    imageCount: z.number().int(),
    costNanoUsd,
    costUnknown: z.boolean().meta({ description: 'An upstream was called and what it cost is unknown.' }),
    warningCount: z.number().int(),
    client: z.string().nullable().meta({ description: 'The client program, as it names itself.' }),
    ip: z.string().nullable(),
  })
  .meta({ id: 'RequestSummary' });

const execution = z
  .object({
    position: z.number().int(),
    startedAt: time,
    durationMs: z.number().int(),
    firstMs: z.number().int().nullable(),
    channel: z.string(),
    credential: z.string().nullable().meta({ description: "Which of the channel's keys, by its label." }),
    model: z.string().meta({ description: 'As the upstream names it.' }),
    errorCode: z.string().nullable(),
    upstreamStatus: z.number().int().nullable(),
    errorDetail: z.string().nullable().meta({
      description:
        'What the upstream said, or why it could not be reached; null for those who may not read channels.',
    }),
    score: z.object({
      total: z.number(),
      health: z.string(),
      parts: z.record(z.string(), z.number()),
      passedOver: z
        .array(z.object({ channel: z.string(), reason: z.string() }))
        .readonly()
        .optional()
        .meta({ description: 'Channels whose turn it would have been, but for their limits.' }),
    }),
    usage: tokenUsage.nullable(),
    pictures: z
      .array(z.object({ size: z.string(), quality: z.string(), count: z.number().int() }))
      .readonly(),
    costNanoUsd,
    cost: cost.nullable(),
    warnings: z.array(warning).readonly(),
  })
  .meta({ id: 'Execution' });

const requestDetail = requestSummary
  .extend({
    usage: tokenUsage.nullable(),
    cost: cost.nullable(),
    warnings: z.array(warning).readonly(),
    executions: z.array(execution),
    images: z.array(imageSummary),
    pinned: z.boolean().meta({ description: 'Its trace is kept whatever its age.' }),
  })
  .meta({ id: 'RequestDetail' });

export const requestFilter = {
  ...rangeQuery,
  model: text.optional(),
  channel: text.optional(),
  keyId: text.optional(),
  outcome: z.enum(['ok', 'failed']).optional(),
  status: z.coerce.number().int().min(100).max(599).optional(),
  errorCode: text.optional(),
  traceId: text.optional(),
  threadId: text.optional(),
  hasImages: yesOrNo.optional(),
  minCostUsd: z.coerce.number().min(0).optional(),
  text: text.optional().meta({ description: 'Part of the prompt of a picture it drew.' }),
};

const tag = 'requests';

export const requestRoutes = {
  list: route({
    id: 'listRequests',
    method: 'GET',
    path: '/projects/{project}/requests',
    summary: 'Requests, newest first; a page may have few entries and still be followed by another',
    tag,
    access: 'requests:read',
    params: projectParams,
    query: z.object({ ...pageQuery, ...requestFilter }),
    reply: pageOf(requestSummary),
  }),
  get: route({
    id: 'getRequest',
    method: 'GET',
    path: '/projects/{project}/requests/{id}',
    summary: 'A request with its attempts and pictures',
    tag,
    access: 'requests:read',
    params: entryParams,
    reply: requestDetail,
  }),
};
