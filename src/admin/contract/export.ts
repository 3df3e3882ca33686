import * as z from 'zod';
import { projectParams } from './log-fields.ts';
import { requestFilter } from './requests.ts';
import { route } from './route.ts';

export const exportRoutes = {
  requests: route({
    id: 'exportRequests',
    method: 'GET',
    path: '/projects/{project}/requests/export',
    summary:
      'All requests that the filter lets through, newest first, as JSON lines (a RequestSummary each, with usage, cost and warnings) or as CSV; streamed',
    tag: 'requests',
    access: 'requests:read',
    params: projectParams,
    query: z.strictObject({
      ...requestFilter,
      format: z.enum(['jsonl', 'csv']).default('jsonl'),
      limit: z.coerce
        .number()
        .int()
        .min(1)
        .max(100_000_000)
        .optional()
        .meta({ description: 'Most requests; absent: all. To go on, `until` the last one of before.' }),
    }),
    produces: 'text/*',
  }),
};
