import { Readable } from 'node:stream';
import type { LiveEvent, LiveRequests } from '../../telemetry/live-requests.ts';
import { matches } from '../../telemetry/request-match.ts';
import { liveRoutes } from '../contract/live.ts';
import { requestSummary } from '../contract/requests.ts';
import { type Handler, handle } from '../serving/handler.ts';
import { filterOf, summaryOf } from './requests.ts';

/** A stream ends after this time, so that who may no longer see the project sees it no longer; clients ask again by themselves. */
const LONGEST_MS = 600_000;

export const liveHandlers = ({ live }: { readonly live: LiveRequests }): Handler[] => [
  handle(liveRoutes.live, async ({ params: { project }, query, call }) => {
    const filter = filterOf(query);
    const until = AbortSignal.any([call.gone, AbortSignal.timeout(LONGEST_MS)]);
    const events = live.listen(project, (row) => matches(filter, row), until);
    return {
      body: Readable.from(textOf(events)),
      headers: { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' },
    };
  }),
];

async function* textOf(events: AsyncIterable<LiveEvent>): AsyncGenerator<string> {
  // Headers leave with the first byte.
  yield ': here is what happens\n\n';
  for await (const event of events) yield lineOf(event);
}

function lineOf(event: LiveEvent): string {
  if (event.kind === 'silence') return ': still here\n\n';
  if (event.kind === 'missed') return `event: missed\ndata: ${JSON.stringify({ count: event.count })}\n\n`;
  // What a row holds beyond the schema never leaves.
  const summary = requestSummary.parse(summaryOf(event.row));
  return `event: request\ndata: ${JSON.stringify(summary)}\n\n`;
}
