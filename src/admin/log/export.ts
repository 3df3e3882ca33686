import { Readable } from 'node:stream';
import { csvLine } from '../../lib/csv-line.ts';
import { fromNano } from '../../metering/nano-usd.ts';
import type { Position, RequestFilter, RequestRecords, RequestRow } from '../../storage/ports.ts';
import { exportRoutes } from '../contract/export.ts';
import { requestSummary } from '../contract/requests.ts';
import { disposition } from '../serving/disposition.ts';
import { type Handler, handle } from '../serving/handler.ts';
import { filterOf, summaryOf } from './requests.ts';

type Requests = Pick<RequestRecords, 'list'>;

export const exportHandlers = ({ requests }: { readonly requests: Requests }): Handler[] => [
  handle(exportRoutes.requests, async ({ params: { project }, query: { format, limit, ...asked }, call }) => {
    const pages = pagesOf(requests, project, { filter: filterOf(asked), limit, gone: call.gone });
    return {
      body: Readable.from(format === 'csv' ? csvOf(pages) : jsonLinesOf(pages)),
      type: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8',
      headers: disposition('attachment', `requests-${project}.${format}`),
    };
  }),
];

/** Rows in memory at once. */
const PAGE = 500;

interface Asked {
  readonly filter: RequestFilter;
  readonly limit: number | undefined;
  readonly gone: AbortSignal;
}

/** Page after page, each read when the one before has been taken. */
async function* pagesOf(
  requests: Requests,
  project: string,
  { filter, limit = Number.POSITIVE_INFINITY, gone }: Asked,
): AsyncGenerator<readonly RequestRow[]> {
  let left = limit;
  for (let after: Position | null | undefined; after !== null && left > 0 && !gone.aborted; ) {
    const page = await requests.list(project, filter, {
      limit: Math.min(PAGE, left),
      ...(after && { after }),
    });
    if (page.items.length > 0) yield page.items;
    left -= page.items.length;
    after = page.next;
    // Whoever is served meanwhile has their turn also where no other waiting gives it.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function* jsonLinesOf(pages: AsyncIterable<readonly RequestRow[]>): AsyncGenerator<string> {
  for await (const rows of pages) {
    const lines = rows.map((row) => {
      const { usage, cost, warnings } = row;
      return `${JSON.stringify({ ...requestSummary.parse(summaryOf(row)), usage, cost, warnings })}\n`;
    });
    yield lines.join('');
  }
}

const TEXTS = [
  ...(['id', 'traceId', 'threadId', 'keyId', 'userId', 'durationMs', 'firstMs', 'dialect', 'path'] as const),
  ...(['model', 'stream', 'status', 'errorCode', 'errorMessage', 'channel', 'upstreamModel'] as const),
  ...([
    'executionCount',
    'inputTokens',
    'outputTokens',
    'imageCount',
    'warningCount',
    'client',
    'ip',
  ] as const),
];

/** Times as ISO 8601, costs as dollars: a spreadsheet's readers know no milliseconds and no billionths. */
async function* csvOf(pages: AsyncIterable<readonly RequestRow[]>): AsyncGenerator<string> {
  yield csvLine(['time', ...TEXTS, 'costUsd', 'costUnknown']);
  for await (const rows of pages) yield rows.map(csvOfRow).join('');
}

function csvOfRow(row: RequestRow): string {
  const summary = summaryOf(row);
  const cost = row.costNanoUsd === null ? null : fromNano(row.costNanoUsd);
  return csvLine([
    new Date(row.createdAt).toISOString(),
    ...TEXTS.map((name) => summary[name]),
    cost,
    summary.costUnknown,
  ]);
}
