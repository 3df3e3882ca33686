import type { ReplyContext } from '../../contract/dialect.ts';
import type { Part } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { SplicedString, type TreeObject } from '../../contract/tree.ts';
import { type Picture, pictureOf } from '../openai-shared/extension.ts';
import { finishReason, listsToolCalls, ownFacts } from './encode.ts';
import { encodeMarks } from './marks.ts';
import { imageItem, indexedItem, markdownImage, previewItem, toolCallItem } from './pictures.ts';
import { ReasoningStream } from './reasoning-stream.ts';
import { encodePiece } from './sound.ts';
import { ToolCallStream } from './tool-call-stream.ts';

const PARAGRAPH = '\n\n';

type Of<T extends StreamEvent['type']> = Extract<StreamEvent, { type: T }>;

export type PartEvent = Extract<StreamEvent, { readonly index: number }>;

/** One of the answers as deltas: text, pictures alone in their delta, what ends it. */
export class ChoiceStream {
  readonly #context: ReplyContext;
  /** Tells this message from all others. */
  readonly #unique: string;
  readonly #kinds = new Map<number, Part['type'] | 'refusal'>();
  readonly #pictures: Picture[] = [];
  readonly #pictureIndex = new Map<number, number>();
  readonly #signed: Part[] = [];
  readonly #reasoning = new ReasoningStream();
  readonly #calls: ToolCallStream;
  /** What the content ends with so far, where pictures stand in it as markdown. */
  #written: 'text' | 'picture' | undefined;

  constructor(context: ReplyContext, unique: string) {
    this.#context = context;
    this.#unique = unique;
    this.#calls = new ToolCallStream(context);
  }

  get pictures(): readonly Picture[] {
    return this.#pictures;
  }

  push(event: PartEvent): TreeObject[] {
    switch (event.type) {
      case 'part-start':
        return this.#partStart(event);
      case 'text-delta':
        return [this.#textDelta(event)];
      case 'input-delta':
        return this.#calls.delta(event);
      case 'media-partial':
        return [{ image_previews: [previewItem(event.part, this.#indexOf(event.index), event.preview)] }];
      case 'media-end':
        return this.#mediaEnd(event);
      case 'sound-delta':
        return [{ audio: encodePiece(event, this.#unique) }];
      case 'part-end':
        return this.#partEnd(event);
    }
  }

  /** The last deltas, and what the choice says of its end. */
  end({ finish, extensions }: Of<'choice-end' | 'response-end'>) {
    const { shape } = this.#context;
    const grouped = shape.groupStreamed && shape.kind !== 'markdown' ? [...this.#pictures.entries()] : [];
    const details = encodeMarks(this.#signed, this.#unique);
    const own = ownFacts({ ...(extensions && { extensions }) });
    const refused = [...this.#kinds.values()].includes('refusal');
    const deltas: TreeObject[] = [
      ...(grouped.length > 0 ? this.#pictureDeltas(grouped) : []),
      ...(details.length > 0 ? [{ reasoning_details: details }] : []),
      ...(Object.keys(own.message).length > 0 ? [own.message] : []),
      ...(listsToolCalls(this.#context) && this.#pictures.length > 0 ? [this.#toolCallDelta()] : []),
    ];
    const reason = refused ? 'stop' : finishReason(finish, this.#context);
    return { deltas, facts: { finish_reason: reason, ...own.choice } };
  }

  #partStart(event: Of<'part-start'>): TreeObject[] {
    const { index, kind } = event;
    this.#kinds.set(index, event.refusal ? 'refusal' : kind);
    if (kind === 'media') this.#pictureIndex.set(index, this.#pictureIndex.size);
    if (kind === 'reasoning') this.#reasoning.start(event);
    if (kind === 'tool-call') this.#calls.start(event);
    return [];
  }

  #textDelta({ index, text }: Of<'text-delta'>): TreeObject {
    const kind = this.#kinds.get(index);
    if (kind === 'reasoning') return this.#reasoning.delta(text);
    if (kind === 'refusal') return { refusal: text };
    const content = this.#written === 'picture' ? PARAGRAPH + text : text;
    this.#written = 'text';
    return { content };
  }

  #mediaEnd({ index, part }: Of<'media-end'>): TreeObject[] {
    const picture = pictureOf(part);
    this.#pictures[this.#indexOf(index)] = picture;
    this.#signed.push(part);
    const { kind, groupStreamed } = this.#context.shape;
    if (groupStreamed && kind !== 'markdown') return [];
    return this.#pictureDeltas([[this.#indexOf(index), picture]]);
  }

  #partEnd({ index, signature }: Of<'part-end'>): TreeObject[] {
    const kind = this.#kinds.get(index);
    if (kind === 'reasoning') return this.#reasoning.end(signature);
    const mark = signature === undefined ? {} : { signature };
    if (kind === 'text') this.#signed.push({ type: 'text', text: '', ...mark });
    if (kind !== 'tool-call') return [];
    this.#signed.push({ type: 'tool-call', id: '', name: '', arguments: '', ...mark });
    return this.#calls.end(signature);
  }

  /** Pictures alone in their delta: some clients drop whatever else stands beside them. */
  #pictureDeltas(pictures: readonly (readonly [number, Picture])[]): TreeObject[] {
    const { kind } = this.#context.shape;
    if (kind === 'markdown') return pictures.map(([, picture]) => ({ content: this.#paragraph(picture) }));
    if (kind === 'content') {
      return [{ content: pictures.map(([, picture]) => imageItem(picture, this.#context)) }];
    }
    return [{ images: pictures.map(([index, picture]) => indexedItem(picture, index, this.#context)) }];
  }

  /** In markdown a picture is a paragraph of its own. */
  #paragraph(picture: Picture): SplicedString {
    const image = markdownImage(picture, this.#context);
    const segments = typeof image === 'string' ? [image] : image.segments;
    const before = this.#written === undefined ? [] : [PARAGRAPH];
    this.#written = 'picture';
    return new SplicedString([...before, ...segments]);
  }

  #toolCallDelta(): TreeObject {
    const calls = this.#pictures.map((picture, index) => ({
      ...toolCallItem(picture, index, this.#context),
      index: this.#calls.count + index,
    }));
    return { tool_calls: calls };
  }

  #indexOf(part: number): number {
    return this.#pictureIndex.get(part) ?? 0;
  }
}
