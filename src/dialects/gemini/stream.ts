import type { Frame, ReplyContext } from '../../contract/dialect.ts';
import type { Fold } from '../../contract/fold.ts';
import type { ToolCallPart, Warning } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { axonhubExtension, type Picture, pictureOf } from '../openai-shared/extension.ts';
import { encodeCall, encodePicture, showsThoughts, signed } from './answer-parts.ts';
import { candidate, FINISH, head } from './encode.ts';
import { errorBody } from './error.ts';
import { encodePiece } from './sound.ts';
import { encodeUsage } from './usage.ts';

type Of<T extends StreamEvent['type']> = Extract<StreamEvent, { type: T }>;

/**
 * Writes `GenerateContentResponse` chunks: text in pieces, pictures and function calls whole, and a last chunk with the end
 * and the usage.
 */
export class ContentStream implements Fold<StreamEvent, Frame> {
  readonly #context: ReplyContext;
  readonly #open = new Map<number, Of<'part-start'>>();
  readonly #calls = new Map<number, ToolCallPart>();
  readonly #warnings: Warning[] = [];
  readonly #pictures: Picture[] = [];
  /** The end of a candidate, held back because the last of them carries what is said of the whole answer. */
  #ended: TreeObject | undefined;

  constructor(context: ReplyContext) {
    this.#context = context;
  }

  push(event: StreamEvent): readonly Frame[] {
    switch (event.type) {
      case 'part-start':
        this.#open.set(event.index, event);
        return [];
      case 'text-delta':
        return this.#text(event);
      case 'input-delta':
        return this.#input(event);
      case 'media-end':
        this.#pictures.push(pictureOf(event.part));
        return [this.#chunk(event.index, [encodePicture(event.part)])];
      case 'sound-delta':
        return this.#sound(event);
      case 'part-end':
        return this.#partEnd(event);
      case 'warning':
        this.#warnings.push(event.warning);
        return [];
      case 'choice-end':
        return this.#candidateEnd(event.choice, event);
      case 'response-end':
        return [...(this.#ended ? [] : this.#candidateEnd(0, event)), this.#last(event)];
      case 'error':
        return [{ data: errorBody(event.error, this.#context.requestId) }];
      // Nothing can be said of a beginning, and the format knows no previews.
      case 'response-start':
      case 'media-partial':
        return [];
    }
  }

  end(): readonly Frame[] {
    return [];
  }

  #text({ index, text }: Of<'text-delta'>): Frame[] {
    if (this.#open.get(index)?.kind !== 'reasoning') return [this.#chunk(index, [{ text }])];
    return showsThoughts(this.#context) ? [this.#chunk(index, [{ text, thought: true }])] : [];
  }

  #sound(event: Of<'sound-delta'>): Frame[] {
    const pieces = encodePiece(event, this.#context);
    return pieces.length === 0 ? [] : [this.#chunk(event.index, pieces)];
  }

  /** Arguments are an object here, so the pieces are kept until all of them are there. */
  #input({ index, id, name, text }: Of<'input-delta'>): Frame[] {
    const call = this.#calls.get(index) ?? { type: 'tool-call', id: '', name: '', arguments: '' };
    this.#calls.set(index, {
      ...call,
      ...(id !== undefined && { id }),
      ...(name !== undefined && { name }),
      arguments: call.arguments + text,
    });
    return [];
  }

  #partEnd({ index, signature }: Of<'part-end'>): Frame[] {
    const start = this.#open.get(index);
    const mark = signature === undefined ? {} : { signature };
    const call = this.#calls.get(index);
    if (call) return [this.#chunk(index, [encodeCall({ ...call, ...mark })])];
    if (signature === undefined || !start) return [];
    const { kind, id, redacted } = start;
    const facts = { ...(id !== undefined && { id }), ...(redacted !== undefined && { redacted }) };
    const thought = kind === 'reasoning' ? { thought: true } : {};
    return [this.#chunk(index, [{ text: '', ...thought, ...signed({ type: kind, signature, ...facts }) }])];
  }

  #candidateEnd(index: number, { finish, extensions }: Of<'choice-end' | 'response-end'>): Frame[] {
    const before = this.#ended ? [this.#frame(this.#ended)] : [];
    this.#ended = candidate(index, [{ text: '' }], { finishReason: FINISH[finish], ...extensions?.gemini });
    return before;
  }

  #last({ usage, cost }: Of<'response-end'>): Frame {
    return this.#frame(this.#ended ?? {}, {
      ...(usage && { usageMetadata: encodeUsage(usage) }),
      axonhub: axonhubExtension(this.#context, this.#warnings, this.#pictures, cost),
    });
  }

  /** Pieces of the part with this index. */
  #chunk(part: number, pieces: readonly TreeObject[]): Frame {
    return this.#frame(candidate(this.#open.get(part)?.choice ?? 0, pieces));
  }

  #frame(answer: TreeObject, more: TreeObject = {}): Frame {
    return { data: { candidates: [answer], ...head(this.#context), ...more } };
  }
}
