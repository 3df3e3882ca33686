import type { Frame, ReplyContext } from '../../contract/dialect.ts';
import type { GatewayError } from '../../contract/error.ts';
import type { Fold } from '../../contract/fold.ts';
import type { ChatRequest, Warning } from '../../contract/request.ts';
import type { Finish, StreamEvent } from '../../contract/response.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';
import { axonhubExtension, type Picture, pictureOf } from '../openai-shared/extension.ts';
import { CallItem } from './call-item.ts';
import { type ClientFacts, factsOf } from './client.ts';
import { DrawingItem } from './drawing-item.ts';
import { failureOf } from './failure.ts';
import { itemId, PREFIXES, responseId } from './ids.ts';
import { MessageItem } from './message-item.ts';
import { type OpenItem, type PartStart, type Place, type Told, told } from './open-item.ts';
import { markItem, ReasoningItem } from './reasoning-item.ts';
import { encodeUsage } from './usage.ts';

/** Writes the event stream of a response: every item begun, filled and ended, every event numbered. */
export class ResponseEvents implements Fold<StreamEvent, Frame> {
  readonly #context: ReplyContext;
  readonly #facts: ClientFacts;
  readonly #id: string;
  readonly #open = new Map<number, OpenItem>();
  readonly #output: Tree[] = [];
  readonly #pictures: Picture[] = [];
  readonly #warnings: Warning[] = [];
  #places = 0;
  #sequence = 0;
  #refused = false;

  constructor(context: ReplyContext) {
    this.#context = context;
    this.#facts = factsOf(context.request);
    this.#id = responseId(context);
  }

  push(event: StreamEvent): readonly Frame[] {
    return this.#tell(event).map(this.#frame);
  }

  end(): readonly Frame[] {
    return [];
  }

  #tell(event: StreamEvent): Told[] {
    switch (event.type) {
      case 'response-start': {
        const response = this.#response('in_progress', {});
        return [told('created', { response }), told('in_progress', { response })];
      }
      case 'part-start': {
        const item = this.#openItem(event);
        if (item) this.#open.set(event.index, item);
        return item?.push(event) ?? [];
      }
      case 'part-end':
        return this.#partEnd(event.index, event.signature);
      case 'warning':
        this.#warnings.push(event.warning);
        return [];
      case 'response-end':
        return this.#responseEnd(event);
      case 'choice-end':
        return [];
      case 'error':
        return [this.#failed(event.error)];
      default:
        if (event.type === 'media-end') this.#pictures.push(pictureOf(event.part));
        return this.#open.get(event.index)?.push(event) ?? [];
    }
  }

  #openItem(start: PartStart): OpenItem | undefined {
    switch (start.kind) {
      case 'text':
        this.#refused ||= start.refusal === true;
        return new MessageItem(start, this.#takePlace);
      case 'reasoning':
        return new ReasoningItem(start, this.#takePlace);
      case 'tool-call':
        return new CallItem(this.#facts.names, this.#takePlace);
      case 'media':
        return new DrawingItem(this.#context.request as ChatRequest, this.#takePlace);
      case 'file':
      case 'sound':
      case 'tool-result':
        return undefined;
    }
  }

  #takePlace = (type: string): Place => {
    const output_index = this.#places;
    this.#places += 1;
    return { item_id: itemId(this.#id, PREFIXES[type] ?? 'item', output_index), output_index };
  };

  /** The mark on thinking is its own encrypted content, that on a picture stays with the picture that is kept. */
  #partEnd(index: number, signature: string | undefined): Told[] {
    const item = this.#open.get(index);
    this.#open.delete(index);
    if (!item) return [];
    const end = item.end(signature);
    const carried = item instanceof ReasoningItem || item instanceof DrawingItem || signature === undefined;
    return carried ? end : [...end, ...markItem(this.#takePlace, signature)];
  }

  #responseEnd({ finish, usage, cost }: Extract<StreamEvent, { type: 'response-end' }>): Told[] {
    const unfinished = [...this.#open.keys()].flatMap((index) => this.#partEnd(index, undefined));
    unfinished.forEach(this.#keepItem);
    // A refusal is said in full.
    const reason = this.#refused ? undefined : INCOMPLETE[finish];
    const name = reason === undefined ? 'completed' : 'incomplete';
    const response = this.#response(name, {
      ...(name === 'completed' && { completed_at: Math.floor(Date.now() / 1000) }),
      ...(reason !== undefined && { incomplete_details: { reason } }),
      usage: encodeUsage(usage),
      axonhub: axonhubExtension(this.#context, this.#warnings, this.#pictures, cost),
    });
    return [...unfinished, told(name, { response })];
  }

  #failed(error: GatewayError): Told {
    const failure = failureOf(error, this.#context.request as ChatRequest);
    return told('failed', { response: this.#response('failed', { error: failure }) });
  }

  /** The whole object, as far as it has come. */
  #response(status: string, more: TreeObject): TreeObject {
    return {
      id: this.#id,
      object: 'response',
      created_at: this.#context.created,
      completed_at: null,
      status,
      error: null,
      incomplete_details: null,
      model: this.#context.request.model,
      output: this.#output.filter((item) => item !== undefined),
      ...this.#facts.echo,
      usage: null,
      ...more,
    };
  }

  #frame = (event: Told): Frame => {
    this.#keepItem(event);
    const sequence_number = this.#sequence;
    this.#sequence += 1;
    return { event: event.type, data: { type: event.type, sequence_number, ...event.data } };
  };

  /** What has ended is repeated in every later state of the response. */
  #keepItem = ({ type, data }: Told): void => {
    if (type === 'response.output_item.done') this.#output[Number(data.output_index)] = data.item ?? null;
  };
}

const INCOMPLETE: { readonly [finish in Finish]?: string } = {
  length: 'max_output_tokens',
  'content-filter': 'content_filter',
};
