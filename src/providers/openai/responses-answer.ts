import { GatewayError } from '../../contract/error.ts';
import type { ChatJob } from '../../contract/request.ts';
import type { Finish, StreamEvent } from '../../contract/response.ts';
import { StreamBuilder } from '../../contract/stream.ts';
import {
  asArray,
  asNumber,
  asString,
  isObject,
  member,
  type Tree,
  type TreeObject,
} from '../../contract/tree.ts';
import { decodeError } from './errors.ts';
import { failedDrawing, inlinePicture } from './responses-drawing.ts';
import { drawingOf, usageOf } from './responses-usage.ts';

const REASON_LENGTH = 500;

/** An answer of the Responses API, read item by item or as it streams. */
export class ResponsesAnswer {
  readonly #job: ChatJob;
  readonly #model: string;
  readonly #builder = new StreamBuilder();
  readonly #warned = new Set<string>();
  #started = false;
  #text = '';
  #refused = false;
  #pictures = 0;
  #previews = 0;
  #calls = 0;
  /** What was told of the item at hand: its done event repeats it. */
  #told = '';
  #failure: GatewayError | undefined;

  constructor(job: ChatJob, model: string) {
    this.#job = job;
    this.#model = model;
  }

  start(response: Tree | undefined): StreamEvent[] {
    if (this.#started) return [];
    this.#started = true;
    const id = asString(member(response, 'id')) ?? '';
    return [{ type: 'response-start', id, model: asString(member(response, 'model')) || this.#model }];
  }

  /** Also kept as the reason for there being no picture. */
  text(text: string): StreamEvent[] {
    if (text === '') return [];
    if (this.#text.length < REASON_LENGTH) this.#text = (this.#text + text).slice(0, REASON_LENGTH);
    return this.#builder.text('text', text);
  }

  /** The model says no. */
  refusal(text: string): StreamEvent[] {
    if (text === '') return [];
    this.#refused = true;
    if (this.#text.length < REASON_LENGTH) this.#text = (this.#text + text).slice(0, REASON_LENGTH);
    return this.#builder.text('text', text, undefined, { refusal: true });
  }

  reasoning(text: string, id?: string): StreamEvent[] {
    if (text === '') return [];
    this.#told += text;
    return this.#builder.text('reasoning', text, undefined, id === undefined ? {} : { id });
  }

  /** A piece of the arguments of the call that began last. */
  arguments(text: string): StreamEvent[] {
    this.#told += text;
    return this.#builder.toolCall({ text, begins: false });
  }

  /**
   * quirk(openai): previews come although none was asked for, even the finished picture itself: these are dropped,
   * and so are more than were asked for. — recorded stream, responses spec §5, seen 2026-11
   */
  preview(data: TreeObject): StreamEvent[] {
    const part = inlinePicture(data.partial_image_b64);
    if (!part || this.#previews >= (this.#job.order?.partials ?? 0)) return [];
    this.#previews += 1;
    return this.#builder.preview(asNumber(data.partial_image_index) ?? 0, part);
  }

  /** An item begins. */
  itemAdded(item: TreeObject): StreamEvent[] {
    this.#told = '';
    const closing = this.#builder.close();
    if (item.type !== 'function_call') return closing;
    this.#calls += 1;
    const [id, name] = [asString(item.call_id) ?? '', asString(item.name) ?? ''];
    return [...closing, ...this.#builder.toolCall({ id, name, text: '', begins: true })];
  }

  /** An item has ended; what of it was not streamed is read now. */
  itemDone(item: TreeObject): StreamEvent[] {
    switch (item.type) {
      case 'message':
        return this.#builder.close();
      case 'image_generation_call':
        return this.#drawing(item);
      case 'function_call':
        return [...this.#rest(asString(item.arguments) ?? ''), ...this.#builder.close()];
      case 'reasoning':
        return this.#reasoningDone(item);
      default:
        return this.#homeless(asString(item.type) ?? 'unknown');
    }
  }

  /** An item of a plain answer. */
  wholeItem(item: Tree): StreamEvent[] {
    if (!isObject(item)) return [];
    const said =
      item.type === 'message' ? asArray(item.content).flatMap((part) => this.#contentPart(part)) : [];
    return [...this.itemAdded(item), ...said, ...this.itemDone(item)];
  }

  /** Something this gateway's answers have no place for. */
  annotation(): StreamEvent[] {
    return this.#homeless('annotation');
  }

  /** The finished response: throws where a picture was due and none came. */
  end(response: TreeObject): StreamEvent[] {
    if (isObject(response.error)) throw decodeError({ status: 200, headers: {}, tree: response });
    const finish = this.#refused ? 'content-filter' : finishOf(response);
    if (this.#pictures === 0) this.#refuseWithoutPicture(finish);
    if (finish === 'content-filter' && this.#text === '' && this.#pictures === 0) {
      throw new GatewayError('content_policy', "OpenAI's content filter withheld the answer.");
    }
    const called = finish === 'stop' && this.#calls > 0;
    const drawing = drawingOf(response, this.#pictures);
    const usage = usageOf(response, drawing?.usage);
    return this.#builder.end(called ? 'tool-calls' : finish, usage, undefined, drawing && { drawing });
  }

  #contentPart(part: Tree): StreamEvent[] {
    const annotated = asArray(member(part, 'annotations')).length > 0 ? this.annotation() : [];
    const refusal = asString(member(part, 'refusal')) ?? '';
    return [...this.text(textIn(part)), ...this.refusal(refusal), ...annotated];
  }

  #rest(whole: string): StreamEvent[] {
    return this.#told === '' && whole !== '' ? this.arguments(whole) : [];
  }

  #reasoningDone(item: TreeObject): StreamEvent[] {
    const parts = asArray(item.summary).length > 0 ? item.summary : item.content;
    const id = asString(item.id);
    const text = this.#told === '' ? asArray(parts).map(textIn).join('\n\n') : '';
    const shown = this.reasoning(text, id);
    const encrypted = asString(item.encrypted_content);
    if (encrypted === undefined) return [...shown, ...this.#builder.close()];
    const facts = { ...(id !== undefined && { id }), ...(this.#told === '' && { redacted: true }) };
    const signed = this.#builder.text('reasoning', '', encrypted, facts);
    return [...shown, ...signed, ...this.#builder.close()];
  }

  #drawing(item: TreeObject): StreamEvent[] {
    const part = inlinePicture(item.result);
    if (!part) {
      this.#failure = failedDrawing(item);
      return [];
    }
    this.#pictures += 1;
    const revisedPrompt = asString(item.revised_prompt);
    return this.#builder.media({ ...part, ...(revisedPrompt && { revisedPrompt }) });
  }

  #homeless(kind: string): StreamEvent[] {
    if (this.#warned.has(kind)) return [];
    this.#warned.add(kind);
    const detail = `The answer held a piece of the kind ${kind} that cannot be passed on.`;
    return [{ type: 'warning', warning: { kind: 'ignored', field: 'tools', detail } }];
  }

  #refuseWithoutPicture(finish: Finish): void {
    if (this.#failure) throw this.#failure;
    if (!this.#job.request.output.image?.required) return;
    if (finish === 'content-filter') throw new GatewayError('content_policy', this.#reason());
    throw new GatewayError('no_image', this.#reason());
  }

  #reason(): string {
    const text = this.#text.trim();
    return text === '' ? 'The model answered without a picture.' : `The model drew no picture: ${text}`;
  }
}

const textIn = (part: Tree): string => asString(member(part, 'text')) ?? '';

function finishOf(response: TreeObject): Finish {
  if (response.status !== 'incomplete') return 'stop';
  const reason = member(response.incomplete_details, 'reason');
  return reason === 'content_filter' ? 'content-filter' : 'length';
}
