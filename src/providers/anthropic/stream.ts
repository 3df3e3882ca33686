import type { Frame } from '../../contract/dialect.ts';
import { unusableAnswer } from '../../contract/error.ts';
import type { Fold } from '../../contract/fold.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { asString, isObject, type TreeObject } from '../../contract/tree.ts';
import type { ClaudeAnswer } from './answer.ts';
import { decodeError } from './errors.ts';

type Handler = (answer: ClaudeAnswer, data: TreeObject) => StreamEvent[];

/** The events that carry something. */
const HANDLERS: { readonly [type: string]: Handler } = {
  message_start: (answer, { message }) => answer.start(message),
  content_block_start: (answer, { content_block }) => answer.block(content_block),
  content_block_delta: (answer, { delta }) => answer.delta(delta),
  content_block_stop: (answer) => answer.blockEnd(),
  message_delta: (answer, data) => answer.stop(data),
};

/** The event stream of the Messages API; it ends with `message_stop`. */
export class MessageStream implements Fold<Frame, StreamEvent> {
  readonly #answer: ClaudeAnswer;
  #ended = false;

  constructor(answer: ClaudeAnswer) {
    this.#answer = answer;
  }

  push(frame: Frame): StreamEvent[] {
    if ('done' in frame || !isObject(frame.data) || this.#ended) return [];
    const { data } = frame;
    const type = asString(data.type) ?? frame.event ?? '';
    if (type === 'error') throw decodeError({ status: 200, headers: {}, tree: data });
    if (type !== 'message_stop') return HANDLERS[type]?.(this.#answer, data) ?? [];
    this.#ended = true;
    return this.#answer.end();
  }

  end(): StreamEvent[] {
    if (this.#ended) return [];
    throw unusableAnswer('The upstream ended its stream before the answer was finished.');
  }
}
