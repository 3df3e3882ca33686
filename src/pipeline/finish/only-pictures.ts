import type { Warning } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { type Answer, eachEvent } from '../answer.ts';

/**
 * Leaves the model's words out of an answer that was to hold nothing but pictures, and says that there were some. Most models
 * that draw in chat also talk, some of them whatever they are asked for. Thoughts are no part of what was said: they stay.
 * @param field the client's name for what may be in the answer
 */
export function onlyPictures(answer: Answer<StreamEvent>, field: string): Answer<StreamEvent> {
  const words = new Set<number>();
  /** Indexes of the parts that stay: they are consecutive again. */
  const indexes = new Map<number, number>();
  return eachEvent(answer, (event, pass) => {
    if (!('index' in event)) {
      pass(event);
      return;
    }
    if (event.type === 'part-start' && event.kind === 'text') words.add(event.index);
    if (words.has(event.index)) {
      const isSpoken = event.type === 'text-delta' && event.text.trim() !== '';
      if (isSpoken) pass({ type: 'warning', warning: leftOut(field) });
      return;
    }
    const index = indexes.get(event.index) ?? indexes.size;
    indexes.set(event.index, index);
    pass({ ...event, index });
  });
}

const leftOut = (field: string): Warning => ({
  kind: 'ignored',
  field,
  detail:
    'The model said something beside the picture; only pictures were asked for, so its words are left out.',
});
