import type { Exchange } from '../../contract/provider.ts';
import type { ChatJob } from '../../contract/request.ts';
import { collect } from '../../contract/stream.ts';
import { asArray, isObject, member } from '../../contract/tree.ts';
import { decodeError } from './errors.ts';
import { ResponsesAnswer } from './responses-answer.ts';
import { encodeBody } from './responses-body.ts';
import { ResponsesStream } from './responses-stream.ts';

/** POST /responses: how a text model draws, and how it answers clients that speak this format themselves. */
export const responses: Required<Exchange<ChatJob>> = {
  kind: 'exchange',
  encode(job, target) {
    const { body, warnings } = encodeBody(job, target);
    return { call: { method: 'POST', path: '/responses', body: { kind: 'json', tree: body } }, warnings };
  },
  decode(reply, job, target) {
    const { tree } = reply;
    if (isObject(member(tree, 'error')) || !isObject(tree)) throw decodeError(reply);
    const answer = new ResponsesAnswer(job, target.model);
    const items = asArray(tree.output).flatMap((item) => answer.wholeItem(item));
    return collect([...answer.start(tree), ...items, ...answer.end(tree)]);
  },
  decodeStream: (job, target) => new ResponsesStream(new ResponsesAnswer(job, target.model)),
};
