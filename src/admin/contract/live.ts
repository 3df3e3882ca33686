import * as z from 'zod';
import { projectParams } from './log-fields.ts';
import { requestFilter } from './requests.ts';
import { route } from './route.ts';

const { since: _since, until: _until, text: _text, ...filter } = requestFilter;

export const liveRoutes = {
  live: route({
    id: 'watchRequests',
    method: 'GET',
    path: '/projects/{project}/requests/live',
    summary:
      'Requests as they end, on whichever node, as server-sent events: `request` with a RequestSummary; `missed` with a `count` (null: unknown) when a reader is too slow or messages were lost. Ends after ten minutes: ask again',
    tag: 'requests',
    access: 'requests:read',
    params: projectParams,
    query: z.strictObject(filter),
    produces: 'text/event-stream',
  }),
};
