import type { Frame, ReplyContext } from '../../contract/dialect.ts';
import type { Fold } from '../../contract/fold.ts';
import type { ChatRequest, Part, Warning } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { encodeUsage } from '../openai-shared/chat-usage.ts';
import { errorBody } from '../openai-shared/error.ts';
import { axonhubExtension, type Picture, pictureOf } from '../openai-shared/extension.ts';
import { finishReason, listsToolCalls, ownFacts } from './encode.ts';
import { encodeMarks } from './marks.ts';
import { imageItem, indexedItem, markdownImage, previewItem, toolCallItem } from './pictures.ts';
import { ReasoningStream } from './reasoning-stream.ts';
import { ToolCallStream } from './tool-call-stream.ts';

const PARAGRAPH = '\n\n';

type Of<T extends StreamEvent['type']> = Extract<StreamEvent, { type: T }>;

/**
 * Writes `chat.completion.chunk`s in the order that the strictest clients need: role, text, pictures alone in their chunk,
 * finish_reason alone, usage with empty choices and only when asked, `[DONE]`.
 */
export class ChatStream implements Fold<StreamEvent, Frame> {
  readonly #context: ReplyContext;
  readonly #kinds = new Map<number, Part['type']>();
  readonly #pictures: Picture[] = [];
  readonly #pictureIndex = new Map<number, number>();
  readonly #signed: Part[] = [];
  readonly #warnings: Warning[] = [];
  readonly #reasoning = new ReasoningStream();
  readonly #calls: ToolCallStream;
  /** What the content ends with so far, where pictures stand in it as markdown. */
  #written: 'text' | 'picture' | undefined;

  constructor(context: ReplyContext) {
    this.#context = context;
    this.#calls = new ToolCallStream(context);
  }

  push(event: StreamEvent): readonly Frame[] {
    switch (event.type) {
      case 'response-start':
        return [this.#chunk({ role: 'assistant', content: '' })];
      case 'part-start':
        return this.#partStart(event);
      case 'text-delta':
        return this.#textDelta(event);
      case 'input-delta':
        return this.#calls.delta(event).map((delta) => this.#chunk(delta));
      case 'media-partial':
        return [
          this.#chunk({
            image_previews: [previewItem(event.part, this.#indexOf(event.index), event.preview)],
          }),
        ];
      case 'media-end':
        return this.#mediaEnd(event);
      case 'part-end':
        return this.#partEnd(event);
      case 'warning':
        this.#warnings.push(event.warning);
        return [];
      case 'response-end':
        return this.#responseEnd(event);
      case 'error':
        return [{ data: errorBody(event.error, this.#context.requestId) }, { done: true }];
    }
  }

  end(): readonly Frame[] {
    return [];
  }

  #partStart(event: Of<'part-start'>): Frame[] {
    const { index, kind } = event;
    this.#kinds.set(index, kind);
    if (kind === 'media') this.#pictureIndex.set(index, this.#pictureIndex.size);
    if (kind === 'reasoning') this.#reasoning.start(event);
    if (kind === 'tool-call') this.#calls.start(event);
    return [];
  }

  #textDelta({ index, text }: Of<'text-delta'>): Frame[] {
    if (this.#kinds.get(index) === 'reasoning') return [this.#chunk(this.#reasoning.delta(text))];
    const content = this.#written === 'picture' ? PARAGRAPH + text : text;
    this.#written = 'text';
    return [this.#chunk({ content })];
  }

  #mediaEnd({ index, part }: Of<'media-end'>): Frame[] {
    const picture = pictureOf(part);
    this.#pictures[this.#indexOf(index)] = picture;
    this.#signed.push(part);
    const { kind, groupStreamed } = this.#context.shape;
    if (groupStreamed && kind !== 'markdown') return [];
    return this.#pictureChunks([[this.#indexOf(index), picture]]);
  }

  #partEnd({ index, signature }: Of<'part-end'>): Frame[] {
    const kind = this.#kinds.get(index);
    if (kind === 'reasoning') return this.#reasoning.end(signature).map((delta) => this.#chunk(delta));
    const mark = signature === undefined ? {} : { signature };
    if (kind === 'text') this.#signed.push({ type: 'text', text: '', ...mark });
    if (kind !== 'tool-call') return [];
    this.#signed.push({ type: 'tool-call', id: '', name: '', arguments: '', ...mark });
    return this.#calls.end(signature).map((delta) => this.#chunk(delta));
  }

  #responseEnd(event: Of<'response-end'>): Frame[] {
    const { shape, request } = this.#context;
    const grouped = shape.groupStreamed && shape.kind !== 'markdown' ? [...this.#pictures.entries()] : [];
    const details = encodeMarks(this.#signed, this.#context.requestId);
    const own = ownFacts(event);
    // What stood in the stream as content stays there.
    const { refusal: _, ...message } = own.message;
    const frames = [
      ...(grouped.length > 0 ? this.#pictureChunks(grouped) : []),
      ...(details.length > 0 ? [this.#chunk({ reasoning_details: details })] : []),
      ...(Object.keys(message).length > 0 ? [this.#chunk(message)] : []),
      ...(listsToolCalls(this.#context) && this.#pictures.length > 0 ? [this.#toolCallChunk()] : []),
      this.#chunk(
        {},
        { finish_reason: finishReason(event.finish, this.#context), ...own.choice },
        {
          ...own.top,
          axonhub: axonhubExtension(this.#context, this.#warnings, this.#pictures, event.cost),
        },
      ),
    ];
    if (event.usage && (request as ChatRequest).output.streamUsage) {
      frames.push({ data: { ...this.#head(), choices: [], usage: encodeUsage(event.usage) } });
    }
    return [...frames, { done: true }];
  }

  /** Pictures alone in their chunk: some clients drop whatever else stands beside them. */
  #pictureChunks(pictures: readonly (readonly [number, Picture])[]): Frame[] {
    const { kind } = this.#context.shape;
    if (kind === 'markdown') {
      return pictures.map(([, picture]) => this.#chunk({ content: this.#paragraph(picture) }));
    }
    if (kind === 'content') {
      return [this.#chunk({ content: pictures.map(([, picture]) => imageItem(picture, this.#context)) })];
    }
    return [
      this.#chunk({ images: pictures.map(([index, picture]) => indexedItem(picture, index, this.#context)) }),
    ];
  }

  /** In markdown a picture is a paragraph of its own. */
  #paragraph(picture: Picture): SplicedString {
    const image = markdownImage(picture, this.#context);
    const segments = typeof image === 'string' ? [image] : image.segments;
    const before = this.#written === undefined ? [] : [PARAGRAPH];
    this.#written = 'picture';
    return new SplicedString([...before, ...segments]);
  }

  #toolCallChunk(): Frame {
    const calls = this.#pictures.map((picture, index) => ({
      ...toolCallItem(picture, index, this.#context),
      index: this.#calls.count + index,
    }));
    return this.#chunk({ tool_calls: calls });
  }

  #indexOf(part: number): number {
    return this.#pictureIndex.get(part) ?? 0;
  }

  #chunk(delta: TreeObject, choice: TreeObject = {}, extra: TreeObject = {}): Frame {
    const first = { index: 0, delta, finish_reason: null, ...choice };
    return { data: { ...this.#head(), choices: [first], ...extra } };
  }

  #head(): { readonly [key: string]: Tree } {
    return {
      id: `chatcmpl-${this.#context.requestId}`,
      object: 'chat.completion.chunk',
      created: this.#context.created,
      model: this.#context.request.model,
      system_fingerprint: '',
    };
  }
}
