import type { Frame, ReplyContext } from '../../contract/dialect.ts';
import type { Fold } from '../../contract/fold.ts';
import type { ChatRequest, Part, Warning } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';
import { errorBody } from '../openai-shared/error.ts';
import { axonhubExtension, type Picture, pictureOf } from '../openai-shared/extension.ts';
import { FINISH, listsToolCalls } from './encode.ts';
import {
  imageItem,
  indexedItem,
  markdownImage,
  previewItem,
  reasoningDetails,
  toolCallItem,
} from './pictures.ts';
import { encodeUsage } from './usage.ts';

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
  readonly #warnings: Warning[];
  #toolCalls = 0;
  /** What the content ends with so far, where pictures stand in it as markdown. */
  #written: 'text' | 'picture' | undefined;

  constructor(context: ReplyContext) {
    this.#context = context;
    this.#warnings = [];
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
        return this.#inputDelta(event);
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

  #partStart({ index, kind }: Of<'part-start'>): Frame[] {
    this.#kinds.set(index, kind);
    if (kind === 'media') this.#pictureIndex.set(index, this.#pictureIndex.size);
    return [];
  }

  #textDelta({ index, text }: Of<'text-delta'>): Frame[] {
    if (this.#kinds.get(index) === 'reasoning') return [this.#chunk({ reasoning_content: text })];
    const content = this.#written === 'picture' ? PARAGRAPH + text : text;
    this.#written = 'text';
    return [this.#chunk({ content })];
  }

  #inputDelta({ id, name, text }: Of<'input-delta'>): Frame[] {
    if (id !== undefined) this.#toolCalls += 1;
    const call = { name, arguments: text };
    const index = this.#toolCalls - 1;
    return [
      this.#chunk({
        tool_calls: [{ index, ...(id !== undefined && { id, type: 'function' }), function: call }],
      }),
    ];
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
    if (this.#kinds.get(index) === 'text') {
      this.#signed.push({ type: 'text', text: '', ...(signature !== undefined && { signature }) });
    }
    return [];
  }

  #responseEnd({ finish, usage }: Of<'response-end'>): Frame[] {
    const { shape, request } = this.#context;
    const grouped = shape.groupStreamed && shape.kind !== 'markdown' ? [...this.#pictures.entries()] : [];
    const details = reasoningDetails(this.#signed);
    const frames = [
      ...(grouped.length > 0 ? this.#pictureChunks(grouped) : []),
      ...(details.length > 0 ? [this.#chunk({ reasoning_details: details })] : []),
      ...(listsToolCalls(this.#context) && this.#pictures.length > 0 ? [this.#toolCallChunk()] : []),
      this.#chunk({}, FINISH[finish], {
        axonhub: axonhubExtension(this.#context, this.#warnings, this.#pictures),
      }),
    ];
    if (usage && (request as ChatRequest).output.streamUsage) {
      frames.push({ data: { ...this.#head(), choices: [], usage: encodeUsage(usage) } });
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
      ...toolCallItem(picture, index),
      index: this.#toolCalls + index,
    }));
    return this.#chunk({ tool_calls: calls });
  }

  #indexOf(part: number): number {
    return this.#pictureIndex.get(part) ?? 0;
  }

  #chunk(delta: TreeObject, finish: string | null = null, extra: TreeObject = {}): Frame {
    return { data: { ...this.#head(), choices: [{ index: 0, delta, finish_reason: finish }], ...extra } };
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
