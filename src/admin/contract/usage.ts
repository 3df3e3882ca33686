import * as z from 'zod';
import { projectParams, text } from './log-fields.ts';
import { timeZone } from './person.ts';
import { requestSummary } from './requests.ts';
import { route } from './route.ts';
import { bucket, bucketSize, percentiles, usageCounts } from './usage-fields.ts';

const DIMENSIONS = ['project', 'keyId', 'userId', 'model', 'channel'] as const;

const time = z.coerce.number().int().min(0);
const range = {
  since: time.meta({ description: 'Unix milliseconds; the whole quarter of an hour counts.' }),
  until: time.meta({ description: 'Unix milliseconds.' }),
  timeZone: timeZone.optional().meta({ description: "Where days begin. Default: the project's." }),
};

const reportQuery = z.object({
  ...range,
  bucket: bucketSize.optional().meta({ description: 'Absent: the whole time is one.' }),
  by: z
    .string()
    .regex(
      new RegExp(`^(${DIMENSIONS.join('|')})(,(${DIMENSIONS.join('|')})){0,3}$`),
      'is no list of dimensions',
    )
    .optional()
    .meta({ description: `Up to four of ${DIMENSIONS.join(', ')}, with commas between.` }),
  model: text.optional(),
  channel: text.optional(),
  keyId: text.optional(),
  userId: text.optional(),
});

const report = z
  .object({
    timeZone: z.string(),
    buckets: z.array(bucket).readonly(),
    rows: z
      .array(
        usageCounts.extend({
          label: z.string().optional().meta({ description: 'Of its bucket.' }),
          project: z.string().optional(),
          keyId: z.string().optional(),
          userId: z.string().optional(),
          model: z.string().optional(),
          channel: z.string().optional(),
        }),
      )
      .readonly(),
    totals: usageCounts,
    pictures: z
      .array(z.object({ size: z.string(), quality: z.string(), pictures: z.number().int() }))
      .readonly()
      .meta({ description: 'Pictures that upstreams drew, by size and quality.' }),
  })
  .meta({ id: 'UsageReport' });

const named = usageCounts.extend({ name: z.string() });

const latency = z.object({ whole: percentiles, first: percentiles });

const dashboard = z
  .object({
    timeZone: z.string(),
    bucket: bucketSize,
    buckets: z.array(bucket.extend({ ...usageCounts.shape, latency: percentiles })).readonly(),
    totals: usageCounts,
    before: usageCounts.meta({ description: 'Of the time before that was as long.' }),
    latency,
    channels: z
      .array(
        named.extend({
          latency: percentiles,
          bars: z
            .array(z.object({ executions: z.number().int(), failed: z.number().int() }))
            .readonly()
            .meta({ description: 'One for each bucket.' }),
        }),
      )
      .readonly(),
    models: z.array(named).readonly(),
    keys: z.array(named).readonly(),
    failures: z.array(requestSummary).readonly().meta({ description: 'The latest ones.' }),
  })
  .meta({ id: 'Dashboard' });

const tag = 'usage';

export const usageRoutes = {
  report: route({
    id: 'getUsage',
    method: 'GET',
    path: '/projects/{project}/usage',
    summary: 'What a project used, in buckets of time and by any dimension',
    tag,
    access: 'usage:read',
    params: projectParams,
    query: reportQuery,
    reply: report,
  }),
  csv: route({
    id: 'exportUsage',
    method: 'GET',
    path: '/projects/{project}/usage/csv',
    summary: 'The same as CSV',
    tag,
    access: 'usage:read',
    params: projectParams,
    query: reportQuery,
    produces: 'text/csv',
  }),
  all: route({
    id: 'getUsageOfAll',
    method: 'GET',
    path: '/usage',
    summary: 'What all projects used',
    tag,
    access: 'usage:read',
    query: reportQuery.extend({ project: text.optional() }),
    reply: report,
  }),
  csvOfAll: route({
    id: 'exportUsageOfAll',
    method: 'GET',
    path: '/usage/csv',
    summary: 'What all projects used, as CSV',
    tag,
    access: 'usage:read',
    query: reportQuery.extend({ project: text.optional() }),
    produces: 'text/csv',
  }),
  dashboard: route({
    id: 'getDashboard',
    method: 'GET',
    path: '/projects/{project}/dashboard',
    summary: 'What happened in a project: sums over time, latencies, channels, models, keys, failures',
    tag,
    access: 'usage:read',
    params: projectParams,
    query: z.object(range),
    reply: dashboard,
  }),
};
