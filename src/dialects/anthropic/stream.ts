import type { Frame, ReplyContext } from '../../contract/dialect.ts';
import type { Fold } from '../../contract/fold.ts';
import type { Warning } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { axonhubExtension, type Picture, pictureOf } from '../openai-shared/extension.ts';
import { messageHead } from './encode.ts';
import { errorBody } from './error.ts';
import { markBlock } from './part-marks.ts';
import { pictureBlock } from './picture-block.ts';
import { encodeStop } from './stop.ts';
import { encodeUsage, NO_USAGE } from './usage.ts';

type Of<T extends StreamEvent['type']> = Extract<StreamEvent, { type: T }>;

/** A part of the answer and how much of it the client has been told. */
interface OpenPart {
  readonly start: Of<'part-start'>;
  /** Index of the block; undefined until the block's beginning is known whole. */
  block: number | undefined;
  /** Of a tool call. */
  id: string | undefined;
  name: string | undefined;
  /** Arguments that came before the name. */
  held: string;
}

/** Writes the event stream of a message: blocks one after the other, each begun, filled and ended. */
export class MessageEvents implements Fold<StreamEvent, Frame> {
  readonly #context: ReplyContext;
  readonly #open = new Map<number, OpenPart>();
  readonly #pictures: Picture[] = [];
  readonly #warnings: Warning[] = [];
  /** The mark of the text before, told when something follows it. */
  #mark: TreeObject | undefined;
  #blocks = 0;
  #calledTools = false;

  constructor(context: ReplyContext) {
    this.#context = context;
  }

  push(event: StreamEvent): readonly Frame[] {
    switch (event.type) {
      case 'response-start':
        return [this.#messageStart()];
      case 'part-start':
        return [...this.#heldMark(), ...this.#partStart(event)];
      case 'text-delta':
        return this.#textDelta(event);
      case 'input-delta':
        return this.#inputDelta(event);
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
        return [frame('error', errorBody(event.error, this.#context.requestId))];
      case 'choice-end':
      // No client of this format can ask to hear an answer.
      case 'sound-delta':
        return [];
      case 'media-partial':
        // The wish for previews was refused with a warning; what comes all the same has no place here.
        return [];
    }
  }

  end(): readonly Frame[] {
    return [];
  }

  #messageStart(): Frame {
    const unfinished = { content: [], stop_reason: null, stop_sequence: null, usage: NO_USAGE };
    return frame('message_start', { message: { ...messageHead(this.#context), ...unfinished } });
  }

  #heldMark(): Frame[] {
    const mark = this.#mark;
    this.#mark = undefined;
    return mark ? this.#whole(mark) : [];
  }

  #partStart(start: Of<'part-start'>): Frame[] {
    const part: OpenPart = { start, block: undefined, id: undefined, name: undefined, held: '' };
    this.#open.set(start.index, part);
    if (start.kind !== 'reasoning' || start.redacted) return [];
    return [this.#begin(part, { type: 'thinking', thinking: '', signature: '' })];
  }

  /** A block of text begins with its first words: an empty one must not be sent back by the client. */
  #textDelta({ index, text }: Of<'text-delta'>): Frame[] {
    const part = this.#open.get(index);
    if (!part || text === '' || part.start.redacted) return [];
    if (part.start.kind === 'reasoning') return [delta(part, { type: 'thinking_delta', thinking: text })];
    const begin = part.block === undefined ? [this.#begin(part, { type: 'text', text: '' })] : [];
    return [...begin, delta(part, { type: 'text_delta', text })];
  }

  #inputDelta({ index, id, name, text }: Of<'input-delta'>): Frame[] {
    const part = this.#open.get(index);
    if (!part) return [];
    part.id ??= id;
    part.name ??= name;
    part.held += text;
    return part.name === undefined ? [] : this.#toolInput(part);
  }

  #toolInput(part: OpenPart): Frame[] {
    const { id = '', name = '', held } = part;
    const begin =
      part.block === undefined ? [this.#begin(part, { type: 'tool_use', id, name, input: {} })] : [];
    part.held = '';
    this.#calledTools = true;
    return held === '' ? begin : [...begin, delta(part, { type: 'input_json_delta', partial_json: held })];
  }

  #mediaEnd({ part }: Of<'media-end'>): Frame[] {
    const picture = pictureOf(part);
    this.#pictures.push(picture);
    const block = pictureBlock(picture, this.#context);
    if (block.type !== 'text') return this.#whole(block);
    // Clients read words from deltas only.
    return this.#whole({ type: 'text', text: '' }, { type: 'text_delta', text: block.text });
  }

  #partEnd({ index, signature }: Of<'part-end'>): Frame[] {
    const part = this.#open.get(index);
    this.#open.delete(index);
    if (!part) return [];
    const { kind, redacted } = part.start;
    if (kind === 'reasoning' && redacted) {
      return this.#whole({ type: 'redacted_thinking', data: signature ?? '' });
    }
    const late = kind === 'tool-call' && part.block === undefined ? this.#toolInput(part) : [];
    if (part.block === undefined) return late;
    const stop = blockStop(part.block);
    if (signature === undefined) return [...late, stop];
    if (kind === 'reasoning') return [...late, delta(part, { type: 'signature_delta', signature }), stop];
    if (kind !== 'text') return [...late, stop, ...this.#whole(markBlock(signature))];
    this.#mark = markBlock(signature);
    return [stop];
  }

  #responseEnd({ finish, usage, cost, extensions = {} }: Of<'response-end'>): Frame[] {
    return [
      frame('message_delta', {
        delta: encodeStop(finish, extensions, this.#calledTools),
        usage: encodeUsage(usage ?? {}),
        axonhub: axonhubExtension(this.#context, this.#warnings, this.#pictures, cost),
      }),
      frame('message_stop', {}),
    ];
  }

  #begin(part: OpenPart, content_block: TreeObject): Frame {
    part.block = this.#blocks;
    this.#blocks += 1;
    return frame('content_block_start', { index: part.block, content_block });
  }

  /** A block that is told at once. */
  #whole(content_block: TreeObject, ...pieces: readonly TreeObject[]): Frame[] {
    const index = this.#blocks;
    this.#blocks += 1;
    return [
      frame('content_block_start', { index, content_block }),
      ...pieces.map((piece) => blockDelta(index, piece)),
      blockStop(index),
    ];
  }
}

const delta = ({ block = 0 }: OpenPart, told: TreeObject): Frame => blockDelta(block, told);

const blockDelta = (index: number, told: TreeObject): Frame =>
  frame('content_block_delta', { index, delta: told });

const blockStop = (index: number): Frame => frame('content_block_stop', { index });

/** Clients read the type from the data; the event's name repeats it. */
const frame = (type: string, data: TreeObject): Frame => ({ event: type, data: { type, ...data } });
