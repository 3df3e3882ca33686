import type { ClientReply, ReplyContext } from '../../contract/dialect.ts';
import type { Response } from '../../contract/response.ts';
import { unfold } from '../../contract/stream.ts';
import { isObject, member, type TreeObject } from '../../contract/tree.ts';
import { ResponseEvents } from './stream.ts';

/** Writes a `response`. */
export const encodeResponse = (response: Response, context: ReplyContext): ClientReply => ({
  status: 200,
  headers: { 'x-request-id': context.requestId },
  tree: responseTree(response, context),
});

/** A whole answer is what the last event of its stream would have held. */
export function responseTree(response: Response, context: ReplyContext): TreeObject {
  const events = new ResponseEvents(context);
  const last = unfold(response)
    .flatMap((event) => events.push(event))
    .at(-1);
  const tree = last && 'data' in last ? member(last.data, 'response') : undefined;
  if (!isObject(tree)) throw new TypeError('a response ended without its last event');
  return tree;
}
