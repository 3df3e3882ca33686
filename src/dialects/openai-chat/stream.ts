import type { Frame, ReplyContext } from '../../contract/dialect.ts';
import type { Fold } from '../../contract/fold.ts';
import type { ChatRequest, Warning } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { encodeUsage } from '../openai-shared/chat-usage.ts';
import { errorBody } from '../openai-shared/error.ts';
import { axonhubExtension } from '../openai-shared/extension.ts';
import { ChoiceStream, type PartEvent } from './choice-stream.ts';
import { ownFacts, uniqueName } from './encode.ts';

type Of<T extends StreamEvent['type']> = Extract<StreamEvent, { type: T }>;

/**
 * Writes `chat.completion.chunk`s in the order that the strictest clients need: role, text, pictures alone in their chunk,
 * finish_reason alone, usage with empty choices and only when asked, `[DONE]`.
 */
export class ChatStream implements Fold<StreamEvent, Frame> {
  readonly #context: ReplyContext;
  readonly #choices: ChoiceStream[] = [];
  /** Which choice a part belongs to. */
  readonly #owners = new Map<number, number>();
  readonly #warnings: Warning[] = [];
  /** The end of a choice, held back because the last of them carries what is said of the whole answer. */
  #ended: TreeObject | undefined;
  /** What every chunk begins with. */
  readonly #head: TreeObject;

  constructor(context: ReplyContext) {
    this.#context = context;
    this.#head = {
      id: `chatcmpl-${context.requestId}`,
      object: 'chat.completion.chunk',
      created: context.created,
      model: context.request.model,
      system_fingerprint: '',
    };
  }

  push(event: StreamEvent): readonly Frame[] {
    switch (event.type) {
      case 'response-start':
        return this.#begin(0);
      case 'warning':
        this.#warnings.push(event.warning);
        return [];
      case 'choice-end':
        return this.#choiceEnd(event.choice, event);
      case 'response-end':
        return this.#responseEnd(event);
      case 'error':
        return [{ data: errorBody(event.error, this.#context.requestId) }, { done: true }];
      default:
        return this.#part(event);
    }
  }

  end(): readonly Frame[] {
    return [];
  }

  #begin(choice: number): Frame[] {
    if (this.#choices[choice]) return [];
    this.#choices[choice] = new ChoiceStream(this.#context, uniqueName(this.#context, choice));
    return [this.#delta(choice, { role: 'assistant', content: '' })];
  }

  #part(event: PartEvent): Frame[] {
    if (event.type === 'part-start') this.#owners.set(event.index, event.choice ?? 0);
    const index = this.#owners.get(event.index) ?? 0;
    const begun = this.#begin(index);
    const deltas = this.#choices[index]?.push(event) ?? [];
    const chunks = deltas.map((delta) => this.#delta(index, delta));
    return begun.length > 0 ? [...begun, ...chunks] : chunks;
  }

  #choiceEnd(index: number, event: Of<'choice-end' | 'response-end'>): Frame[] {
    const begun = this.#begin(index);
    const before = this.#ended ? [this.#chunk(this.#ended)] : [];
    const { deltas, facts } = this.#choices[index]?.end(event) ?? { deltas: [], facts: {} };
    this.#ended = { index, delta: {}, ...facts };
    return [...begun, ...before, ...deltas.map((delta) => this.#delta(index, delta))];
  }

  #responseEnd(event: Of<'response-end'>): Frame[] {
    const { request } = this.#context;
    const frames = this.#ended ? [] : this.#choiceEnd(0, event);
    const pictures = this.#choices.flatMap((choice) => choice.pictures);
    frames.push(
      this.#chunk(this.#ended ?? {}, {
        ...ownFacts(event).top,
        axonhub: axonhubExtension(this.#context, this.#warnings, pictures, event.cost),
      }),
    );
    if (event.usage && (request as ChatRequest).output.streamUsage) {
      frames.push({ data: { ...this.#head, choices: [], usage: encodeUsage(event.usage) } });
    }
    return [...frames, { done: true }];
  }

  /** Nearly all chunks. Members put together one by one (`...`) would make objects that are slow to write as JSON. */
  #delta(index: number, delta: TreeObject): Frame {
    return { data: { ...this.#head, choices: [{ index, delta, finish_reason: null }] } };
  }

  #chunk(choice: TreeObject, extra: TreeObject = {}): Frame {
    const whole = { index: 0, delta: {}, finish_reason: null, ...choice };
    return { data: { ...this.#head, choices: [whole], ...extra } };
  }
}
