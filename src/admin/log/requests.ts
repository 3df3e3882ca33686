import type { z } from 'zod';
import { GatewayError } from '../../contract/error.ts';
import { defined } from '../../lib/defined.ts';
import { toNano } from '../../metering/nano-usd.ts';
import type {
  ExecutionRow,
  ImageRecords,
  RequestFilter,
  RequestRecords,
  RequestRow,
  TraceRecords,
} from '../../storage/ports.ts';
import { type requestFilter, requestRoutes, type requestSummary } from '../contract/requests.ts';
import { may } from '../serving/actor.ts';
import { type Handler, handle } from '../serving/handler.ts';
import { readList } from '../serving/read-list.ts';
import { shownImage } from './images.ts';

export interface RequestParts {
  readonly requests: RequestRecords;
  readonly images: ImageRecords;
  readonly traces: TraceRecords;
}

export const requestHandlers = ({ requests, images, traces }: RequestParts): Handler[] => [
  handle(requestRoutes.list, ({ params: { project }, query: { limit, cursor, ...asked } }) =>
    readList({ limit, cursor }, (page) => requests.list(project, filterOf(asked), page), summaryOf),
  ),
  handle(requestRoutes.get, async ({ params: { project, id }, actor }) => {
    const row = await requests.find(project, id);
    if (!row) throw new GatewayError('not_found', 'There is no such request in this project.');
    const [executions, pictures, trace] = await Promise.all([
      requests.executions(project, id),
      images.ofRequest(project, id),
      traces.find(project, row.traceId ?? id),
    ]);
    const { usage, cost, warnings } = row;
    const pinned = trace?.pinnedAt != null;
    return {
      ...{ ...summaryOf(row), usage, cost, warnings, pinned },
      executions: executions.map((each) => shownExecution(each, may(actor, 'channels:read'))),
      images: pictures.map(shownImage),
    };
  }),
];

/** An upstream's words may name accounts and hosts. */
const shownExecution = (row: ExecutionRow, whole: boolean): ExecutionRow =>
  whole ? row : { ...row, errorDetail: null };

type Asked = Partial<z.output<z.ZodObject<typeof requestFilter>>>;

export const filterOf = ({ hasImages, minCostUsd, ...rest }: Asked): RequestFilter =>
  defined({
    ...rest,
    hasImages: hasImages === undefined ? undefined : hasImages === 'true',
    minCostNanoUsd: minCostUsd === undefined ? undefined : toNano(minCostUsd),
  });

export const summaryOf = (row: RequestRow): z.input<typeof requestSummary> => ({
  ...row,
  traceId: row.traceId ?? row.id,
  costUnknown: row.cost !== null && row.costNanoUsd === null,
  warningCount: row.warnings.length,
});
