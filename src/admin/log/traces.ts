import { GatewayError } from '../../contract/error.ts';
import { defined } from '../../lib/defined.ts';
import type { RequestRecords, TraceRecords, TraceSummary } from '../../storage/ports.ts';
import { traceRoutes } from '../contract/traces.ts';
import { type Handler, handle } from '../serving/handler.ts';
import { readList } from '../serving/read-list.ts';
import { summaryOf } from './requests.ts';

export interface TraceParts {
  readonly requests: RequestRecords;
  readonly traces: TraceRecords;
  /** Unix milliseconds. */
  readonly now: () => number;
}

export const traceHandlers = ({ requests, traces, now }: TraceParts): Handler[] => [
  handle(traceRoutes.list, ({ params: { project }, query: { limit, cursor, pinned, ...rest } }) => {
    const filter = defined({ ...rest, pinned: pinned === undefined ? undefined : pinned === 'true' });
    return readList({ limit, cursor }, (page) => traces.list(project, filter, page), shown);
  }),
  handle(traceRoutes.get, async ({ params: { project, id } }) =>
    shown((await traces.find(project, id)) ?? missing()),
  ),
  handle(traceRoutes.requests, ({ params: { project, id: traceId }, query }) =>
    readList(query, (page) => requests.list(project, { traceId }, page), summaryOf),
  ),
  handle(traceRoutes.pin, async ({ params: { project, id } }) => {
    if (!(await traces.pin(project, id, now()))) missing();
    return undefined;
  }),
  handle(traceRoutes.unpin, async ({ params: { project, id } }) => {
    if (!(await traces.pin(project, id, null))) missing();
    return undefined;
  }),
  handle(traceRoutes.threads, ({ params: { project }, query }) =>
    readList(
      query,
      (page) => traces.threads(project, page),
      (row) => row,
    ),
  ),
];

function missing(): never {
  throw new GatewayError('not_found', 'There is no such trace in this project.');
}

const shown = ({ pinnedAt, ...rest }: TraceSummary) => ({ ...rest, pinned: pinnedAt !== null });
