import type { Frame } from '../../contract/dialect.ts';
import { unusableAnswer } from '../../contract/error.ts';
import type { Fold } from '../../contract/fold.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { asString, isObject, member, type TreeObject } from '../../contract/tree.ts';
import { decodeError } from './errors.ts';
import type { ResponsesAnswer } from './responses-answer.ts';

type Handler = (answer: ResponsesAnswer, data: TreeObject) => StreamEvent[];

/** The events that carry something; all others only announce. */
const HANDLERS: { readonly [type: string]: Handler } = {
  'response.created': (answer, { response }) => answer.start(response),
  'response.output_item.added': (answer, { item }) => (isObject(item) ? answer.itemAdded(item) : []),
  'response.output_text.delta': (answer, { delta }) => answer.text(asString(delta) ?? ''),
  'response.output_text.annotation.added': (answer) => answer.annotation(),
  'response.refusal.delta': (answer, { delta }) => answer.refusal(asString(delta) ?? ''),
  'response.reasoning_summary_part.added': (answer, { summary_index: index, item_id: id }) =>
    typeof index === 'number' && index > 0 ? answer.reasoning('\n\n', asString(id)) : [],
  'response.reasoning_summary_text.delta': (answer, { delta, item_id: id }) =>
    answer.reasoning(asString(delta) ?? '', asString(id)),
  'response.reasoning_text.delta': (answer, { delta, item_id: id }) =>
    answer.reasoning(asString(delta) ?? '', asString(id)),
  'response.function_call_arguments.delta': (answer, { delta }) => answer.arguments(asString(delta) ?? ''),
  'response.image_generation_call.partial_image': (answer, data) => answer.preview(data),
  'response.output_item.done': (answer, { item }) => (isObject(item) ? answer.itemDone(item) : []),
};

/** quirk(openai): the whole response comes again with these, every picture a second time: only its end is read. — responses spec §5, seen 2026-11 */
const TERMINAL = ['response.completed', 'response.incomplete', 'response.failed'];

/** The event stream of the Responses API. */
export class ResponsesStream implements Fold<Frame, StreamEvent> {
  readonly #answer: ResponsesAnswer;
  #ended = false;

  constructor(answer: ResponsesAnswer) {
    this.#answer = answer;
  }

  push(frame: Frame): StreamEvent[] {
    if ('done' in frame || !isObject(frame.data) || this.#ended) return [];
    const { data } = frame;
    const type = asString(data.type) ?? frame.event ?? '';
    if (type === 'error') throw decodeError({ status: 200, headers: {}, tree: errorIn(data) });
    const start = this.#answer.start(data.response);
    if (TERMINAL.includes(type)) return [...start, ...this.#end(data.response)];
    return [...start, ...(HANDLERS[type]?.(this.#answer, data) ?? [])];
  }

  end(): StreamEvent[] {
    if (this.#ended) return [];
    throw unusableAnswer('The upstream ended its stream before the answer was finished.');
  }

  #end(response: TreeObject[string]): StreamEvent[] {
    this.#ended = true;
    return this.#answer.end(isObject(response) ? response : {});
  }
}

/** `{type: 'error', code, message}` and `{type: 'error', error: {…}}` both occur; `type` says nothing in the first. */
function errorIn(data: TreeObject): TreeObject {
  if (isObject(member(data, 'error'))) return { error: data.error };
  const { type: _, ...error } = data;
  return { error };
}
