import { GatewayError } from '../../contract/error.ts';
import { parseBase64 } from '../../contract/inline.ts';
import type { ChatJob, MediaPart } from '../../contract/request.ts';
import type { Finish, StreamEvent, Usage } from '../../contract/response.ts';
import { StreamBuilder } from '../../contract/stream.ts';
import {
  asArray,
  asNumber,
  asString,
  isObject,
  member,
  SplicedString,
  type Tree,
  type TreeObject,
} from '../../contract/tree.ts';
import { addUsage, decodeImageUsage } from '../openai-compatible/image-usage.ts';
import { counts } from '../openai-compatible/usage.ts';
import { decodeError } from './errors.ts';

const REASON_LENGTH = 500;

/** An answer of the Responses API in which a text model was to draw, read item by item or as it streams. */
export class DrawnAnswer {
  readonly #job: ChatJob;
  readonly #model: string;
  readonly #builder = new StreamBuilder();
  #started = false;
  #text = '';
  #pictures = 0;
  #previews = 0;
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

  /** Held back where only pictures are wanted, but kept as the reason for there being none. */
  text(text: string): StreamEvent[] {
    if (text === '') return [];
    if (this.#text.length < REASON_LENGTH) this.#text = (this.#text + text).slice(0, REASON_LENGTH);
    return this.#job.request.output.image?.text === false ? [] : this.#builder.text('text', text);
  }

  reasoning(text: string): StreamEvent[] {
    return text === '' ? [] : this.#builder.text('reasoning', text);
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

  /** A finished item of the kind `image_generation_call`. */
  drawing(item: TreeObject): StreamEvent[] {
    const part = inlinePicture(item.result);
    if (!part) {
      this.#failure = failedDrawing(item);
      return [];
    }
    this.#pictures += 1;
    const revisedPrompt = asString(item.revised_prompt);
    return this.#builder.media({ ...part, ...(revisedPrompt && { revisedPrompt }) });
  }

  /** An item of a plain answer. */
  wholeItem(item: Tree): StreamEvent[] {
    if (!isObject(item)) return [];
    if (item.type === 'image_generation_call') return this.drawing(item);
    if (item.type === 'reasoning')
      return asArray(item.summary).flatMap((part) => this.reasoning(textIn(part)));
    if (item.type === 'message') return asArray(item.content).flatMap((part) => this.text(textIn(part)));
    return [];
  }

  /** The finished response: throws where a picture was due and none came. */
  end(response: TreeObject): StreamEvent[] {
    if (isObject(response.error)) throw decodeError({ status: 200, headers: {}, tree: response });
    const finish = finishOf(response);
    if (this.#pictures === 0) this.#refuseWithoutPicture(finish);
    return this.#builder.end(finish, usageOf(response, this.#pictures));
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

function inlinePicture(base64: Tree | undefined): MediaPart | undefined {
  if (typeof base64 !== 'string' && !(base64 instanceof SplicedString)) return undefined;
  const inline = parseBase64(base64);
  return inline && { type: 'media', media: { from: 'inline', payload: inline.payload } };
}

/** quirk(openai): a refusal of the drawing can be a failed item inside a 200. — responses spec §4, seen 2026-11 */
function failedDrawing(item: TreeObject): GatewayError {
  if (isObject(item.error)) {
    const error = decodeError({ status: 200, headers: {}, tree: { error: item.error } });
    if (error.code !== 'upstream_error') return error;
  }
  return new GatewayError('no_image', 'The upstream could not draw the picture.');
}

const textIn = (part: Tree): string =>
  asString(member(part, 'text')) ?? asString(member(part, 'refusal')) ?? '';

function finishOf(response: TreeObject): Finish {
  if (response.status !== 'incomplete') return 'stop';
  const reason = member(response.incomplete_details, 'reason');
  return reason === 'content_filter' ? 'content-filter' : 'length';
}

/** quirk(openai): the text model's and the drawing model's tokens stand in two places. — responses spec §4, seen 2026-11 */
function usageOf(response: TreeObject, pictures: number): Usage | undefined {
  const { usage } = response;
  const drawn = decodeImageUsage(member(response.tool_usage, 'image_gen'), pictures);
  if (!isObject(usage)) return drawn;
  const written = counts({
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cachedInputTokens: member(usage.input_tokens_details, 'cached_tokens'),
    reasoningTokens: member(usage.output_tokens_details, 'reasoning_tokens'),
  });
  return addUsage(written, drawn);
}
