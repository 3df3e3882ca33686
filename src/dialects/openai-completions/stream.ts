import type { Frame, ReplyContext } from '../../contract/dialect.ts';
import type { Fold } from '../../contract/fold.ts';
import type { ChatRequest, Part, Warning } from '../../contract/request.ts';
import type { Finish, StreamEvent } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { encodeUsage } from '../openai-shared/chat-usage.ts';
import { errorBody } from '../openai-shared/error.ts';
import { axonhubExtension } from '../openai-shared/extension.ts';
import { completionChoice, completionHead, echoOf, finishReason, TEXT_ONLY } from './encode.ts';

/** Writes `text_completion` chunks: words, the reason they ended, usage where it was asked for, `[DONE]`. */
export class CompletionStream implements Fold<StreamEvent, Frame> {
  readonly #context: ReplyContext;
  readonly #parts = new Map<number, { readonly kind: Part['type']; readonly choice: number }>();
  readonly #begun = new Set<number>();
  readonly #warnings: Warning[] = [];
  /** The end of a choice, held back because the last of them carries what is said of the whole answer. */
  #ended: TreeObject | undefined;

  constructor(context: ReplyContext) {
    this.#context = context;
  }

  push(event: StreamEvent): readonly Frame[] {
    switch (event.type) {
      case 'response-start':
        return this.#begin(0);
      case 'part-start':
        this.#parts.set(event.index, { kind: event.kind, choice: event.choice ?? 0 });
        return this.#begin(event.choice ?? 0);
      case 'text-delta':
        return this.#text(event);
      case 'warning':
        this.#warnings.push(event.warning);
        return [];
      case 'choice-end':
        return this.#choiceEnd(event.choice, event.finish);
      case 'response-end':
        return this.#end(event);
      case 'error':
        return [{ data: errorBody(event.error, this.#context.requestId) }, { done: true }];
      default:
        return [];
    }
  }

  end(): readonly Frame[] {
    return [];
  }

  /** The prompt comes first, where it is to be repeated. */
  #begin(choice: number): Frame[] {
    if (this.#begun.has(choice)) return [];
    this.#begun.add(choice);
    const echo = echoOf(this.#context);
    return echo === '' ? [] : [this.#chunk(completionChoice(choice, echo, null))];
  }

  #text({ index, text }: Extract<StreamEvent, { type: 'text-delta' }>): Frame[] {
    const part = this.#parts.get(index);
    if (part?.kind !== 'text' || text === '') return [];
    return [this.#chunk(completionChoice(part.choice, text, null))];
  }

  #choiceEnd(choice: number, finish: Finish): Frame[] {
    const before = this.#ended ? [this.#chunk(this.#ended)] : [];
    this.#ended = completionChoice(choice, '', finishReason(finish));
    return before;
  }

  #end({ finish, usage }: Extract<StreamEvent, { type: 'response-end' }>): Frame[] {
    const hasOther = [...this.#parts.values()].some(({ kind }) => kind === 'media' || kind === 'tool-call');
    const warnings = hasOther ? [...this.#warnings, TEXT_ONLY] : this.#warnings;
    const last = this.#ended ?? completionChoice(0, '', finishReason(finish));
    const frames = [this.#chunk(last, { axonhub: axonhubExtension(this.#context, warnings, []) })];
    if (usage && (this.#context.request as ChatRequest).output.streamUsage) {
      frames.push({ data: { ...completionHead(this.#context), choices: [], usage: encodeUsage(usage) } });
    }
    return [...frames, { done: true }];
  }

  #chunk(choice: TreeObject, more: TreeObject = {}): Frame {
    return { data: { ...completionHead(this.#context), choices: [choice], ...more } };
  }
}
