import type { Request } from '../contract/request.ts';
import { type Answer, type AnswerEvent, isUnderstood } from './answer.ts';
import type { Exchange } from './exchange.ts';

/** A job's answer is always whole, whatever was asked: its previews are to be had one by one. */
export const answeredWhole = ({ incoming }: Exchange, request: Request): Request =>
  incoming.job ? { ...request, stream: false } : request;

/** Upstreams draw previews in streams alone. */
export function askedUpstream({ incoming }: Exchange, request: Request): Request {
  return incoming.job && (wishesOf(request)?.partials ?? 0) > 0 ? { ...request, stream: true } : request;
}

export function wishesOf(request: Request) {
  if (request.operation === 'image') return request.wishes;
  return request.operation === 'chat' ? request.output.image?.wishes : undefined;
}

/** Tells a job how it goes. */
export async function* watched(
  { incoming: { job } }: Exchange,
  answer: Answer,
): AsyncGenerator<readonly AnswerEvent[]> {
  for await (const events of answer) {
    for (const event of events) if (isUnderstood(event)) await job?.watch(event);
    yield events;
  }
}
