import { GatewayError } from '../../contract/error.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { type Answer, eachEvent } from '../answer.ts';

/**
 * Makes an answer with nothing in it the failure that it is. One whose provider counted output tokens is let through: some
 * models have nothing to add after a tool's result, and say so by a stop without words.
 */
export function requireAnswer(answer: Answer<StreamEvent>): Answer<StreamEvent> {
  let parts = 0;
  return eachEvent(answer, (event, pass) => {
    if (event.type === 'part-start' || event.type === 'media-end') parts += 1;
    if (
      event.type === 'response-end' &&
      parts === 0 &&
      event.finish === 'stop' &&
      !event.usage?.outputTokens
    ) {
      throw new GatewayError('upstream_error', 'The provider gave an empty answer.', {
        retry: 'next-target',
      });
    }
    pass(event);
  });
}
