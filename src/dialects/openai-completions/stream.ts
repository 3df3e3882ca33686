import type { Frame, ReplyContext } from '../../contract/dialect.ts';
import type { Fold } from '../../contract/fold.ts';
import type { ChatRequest, Part, Warning } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { encodeUsage } from '../openai-shared/chat-usage.ts';
import { errorBody } from '../openai-shared/error.ts';
import { axonhubExtension } from '../openai-shared/extension.ts';
import { completionChoice, completionHead, echoOf, finishReason, TEXT_ONLY } from './encode.ts';

/** Writes `text_completion` chunks: words, the reason they ended, usage where it was asked for, `[DONE]`. */
export class CompletionStream implements Fold<StreamEvent, Frame> {
  readonly #context: ReplyContext;
  readonly #kinds = new Map<number, Part['type']>();
  readonly #warnings: Warning[] = [];

  constructor(context: ReplyContext) {
    this.#context = context;
  }

  push(event: StreamEvent): readonly Frame[] {
    switch (event.type) {
      case 'response-start':
        return this.#text(echoOf(this.#context));
      case 'part-start':
        this.#kinds.set(event.index, event.kind);
        return [];
      case 'text-delta':
        return this.#kinds.get(event.index) === 'text' ? this.#text(event.text) : [];
      case 'warning':
        this.#warnings.push(event.warning);
        return [];
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

  #text(text: string): Frame[] {
    if (text === '') return [];
    return [{ data: { ...completionHead(this.#context), choices: [completionChoice(text, null)] } }];
  }

  #end({ finish, usage }: Extract<StreamEvent, { type: 'response-end' }>): Frame[] {
    const head = completionHead(this.#context);
    const hasOther = [...this.#kinds.values()].some((kind) => kind === 'media' || kind === 'tool-call');
    const warnings = hasOther ? [...this.#warnings, TEXT_ONLY] : this.#warnings;
    const last: Frame = {
      data: {
        ...head,
        choices: [completionChoice('', finishReason(finish))],
        axonhub: axonhubExtension(this.#context, warnings, []),
      },
    };
    const asked = (this.#context.request as ChatRequest).output.streamUsage === true;
    const counted: Frame[] =
      asked && usage ? [{ data: { ...head, choices: [], usage: encodeUsage(usage) } }] : [];
    return [last, ...counted, { done: true }];
  }
}
