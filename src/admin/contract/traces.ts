import * as z from 'zod';
import { entryParams, projectParams, rangeQuery, text, yesOrNo } from './log-fields.ts';
import { pageOf, pageQuery } from './page.ts';
import { time } from './person.ts';
import { requestSummary } from './requests.ts';
import { route } from './route.ts';

const trace = z
  .object({
    id: z.string(),
    threadId: z.string().nullable(),
    firstAt: time,
    lastAt: time,
    pinned: z.boolean().meta({ description: 'Its requests are kept whatever their age.' }),
    requests: z.number().int(),
    failed: z.number().int(),
    images: z.number().int(),
    inputTokens: z.number().int(),
    outputTokens: z.number().int(),
    costNanoUsd: z.number().int().meta({ description: 'Of the requests whose cost is known.' }),
    unknownCosts: z.number().int().meta({ description: 'Requests whose cost is unknown.' }),
  })
  .meta({ id: 'Trace' });

const thread = z
  .object({ id: z.string(), firstAt: time, lastAt: time, traces: z.number().int() })
  .meta({ id: 'Thread' });

const tag = 'traces';

export const traceRoutes = {
  list: route({
    id: 'listTraces',
    method: 'GET',
    path: '/projects/{project}/traces',
    summary: 'Traces that somebody named, last used first',
    tag,
    access: 'requests:read',
    params: projectParams,
    query: z.object({ ...pageQuery, ...rangeQuery, threadId: text.optional(), pinned: yesOrNo.optional() }),
    reply: pageOf(trace),
  }),
  get: route({
    id: 'getTrace',
    method: 'GET',
    path: '/projects/{project}/traces/{id}',
    summary: 'What a trace comes to',
    tag,
    access: 'requests:read',
    params: entryParams,
    reply: trace,
  }),
  requests: route({
    id: 'listTraceRequests',
    method: 'GET',
    path: '/projects/{project}/traces/{id}/requests',
    summary: 'The timeline of a trace, newest first',
    tag,
    access: 'requests:read',
    params: entryParams,
    query: z.object(pageQuery),
    reply: pageOf(requestSummary),
  }),
  pin: route({
    id: 'pinTrace',
    method: 'PUT',
    path: '/projects/{project}/traces/{id}/pin',
    summary: 'Keeps a trace whatever its age',
    tag,
    access: 'requests:write',
    params: entryParams,
  }),
  unpin: route({
    id: 'unpinTrace',
    method: 'DELETE',
    path: '/projects/{project}/traces/{id}/pin',
    summary: 'Lets a trace go when its time has come',
    tag,
    access: 'requests:write',
    params: entryParams,
  }),
  threads: route({
    id: 'listThreads',
    method: 'GET',
    path: '/projects/{project}/threads',
    summary: 'Conversations, last used first; their traces are listed by `threadId`',
    tag,
    access: 'requests:read',
    params: projectParams,
    query: z.object(pageQuery),
    reply: pageOf(thread),
  }),
};
