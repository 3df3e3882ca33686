import type { Response, StreamEvent } from '../../contract/response.ts';
import { collect } from '../../contract/stream.ts';

/** The whole answer that a sequence of events adds up to. */
export async function gather(events: AsyncIterable<StreamEvent>): Promise<Response> {
  const all: StreamEvent[] = [];
  for await (const event of events) all.push(event);
  return collect(all);
}
