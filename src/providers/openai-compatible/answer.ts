import { GatewayError } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import type { Finish, StreamEvent, Usage } from '../../contract/response.ts';
import { StreamBuilder } from '../../contract/stream.ts';
import { asArray, asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { readContent, readPicture } from './content.ts';
import type { AnswerReader } from './options.ts';
import { ToolCalls } from './tool-calls.ts';
import { decodeUsage } from './usage.ts';

const FINISH: { readonly [reason: string]: Finish } = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  function_call: 'tool-calls',
  content_filter: 'content-filter',
};
const REASON_LENGTH = 2_000;

/**
 * One answer in chat completions. A plain answer is read as a stream of one chunk whose delta is the whole message,
 * so that every member is read in one place.
 */
export class ChatAnswer {
  readonly #model: string;
  readonly #decodeError: (reply: Reply) => GatewayError;
  readonly #reader: AnswerReader;
  readonly #builder = new StreamBuilder();
  readonly #toolCalls = new ToolCalls(this.#builder);
  #started = false;
  #ended = false;
  #text = '';
  #images = 0;
  #finish: Finish | undefined;
  #usage: Usage | undefined;
  #facts: TreeObject = {};

  constructor(model: string, decodeError: (reply: Reply) => GatewayError, reader: AnswerReader = {}) {
    this.#model = model;
    this.#decodeError = decodeError;
    this.#reader = reader;
  }

  /** A plain, complete answer. */
  whole(reply: Reply): StreamEvent[] {
    const { tree } = reply;
    this.#refuseError(tree, reply);
    if (!isObject(tree) || !isObject(asArray(tree.choices)[0])) {
      throw new GatewayError('upstream_error', 'The upstream answered without a message.');
    }
    return [...this.#chunk(tree, 'message'), ...this.done()];
  }

  /** One chunk of a stream. */
  chunk(tree: TreeObject): StreamEvent[] {
    this.#refuseError(tree, { status: 200, headers: {}, tree });
    return this.#chunk(tree, 'delta');
  }

  /**
   * The upstream says that it is done.
   * quirk(relays): some never send a finish_reason; their `[DONE]` counts as a stop. — recorded answers, seen 2026-11
   */
  done(): StreamEvent[] {
    if (!this.#started) return [];
    this.#finish ??= 'stop';
    return this.#end();
  }

  /** The bytes have ended. */
  end(): StreamEvent[] {
    if (this.#ended) return [];
    if (this.#finish === undefined) {
      throw new GatewayError(
        'upstream_error',
        'The upstream ended its stream before the answer was finished.',
        {
          outcomeUnknown: true,
        },
      );
    }
    return this.#end();
  }

  #chunk(tree: TreeObject, key: 'message' | 'delta'): StreamEvent[] {
    const events = this.#start(tree);
    this.#usage = decodeUsage(tree.usage) ?? this.#usage;
    this.#keepFacts(tree);
    const choice = asArray(tree.choices)[0];
    const delta = member(choice, key);
    if (isObject(delta)) events.push(...this.#delta(delta));
    this.#keepFinish(asString(member(choice, 'finish_reason')));
    return events;
  }

  #start(tree: TreeObject): StreamEvent[] {
    if (this.#started) return [];
    this.#started = true;
    const model = asString(tree.model) || this.#model;
    return [{ type: 'response-start', id: asString(tree.id) ?? '', model }];
  }

  #delta(delta: TreeObject): StreamEvent[] {
    const reasoning = asString(delta.reasoning_content) || asString(delta.reasoning) || '';
    return [
      ...(reasoning === '' ? [] : this.#builder.text('reasoning', reasoning)),
      ...readContent(delta.content).flatMap((piece) => this.#piece(piece)),
      ...readContent(delta.refusal).flatMap((piece) => this.#piece(piece)),
      ...asArray(delta.images).flatMap((image) => this.#picture(image)),
      ...asArray(delta.tool_calls).flatMap((call) => this.#toolCalls.push(call)),
      ...(this.#reader.delta?.(delta, this.#builder) ?? []),
    ];
  }

  #piece(piece: ReturnType<typeof readContent>[number]): StreamEvent[] {
    if (piece.type === 'media') {
      this.#images += 1;
      return this.#builder.media(piece);
    }
    if (piece.text === '') return [];
    if (this.#text.length < REASON_LENGTH) this.#text = (this.#text + piece.text).slice(0, REASON_LENGTH);
    return this.#builder.text('text', piece.text);
  }

  #picture(image: Tree): StreamEvent[] {
    const part = readPicture(image);
    return part ? this.#piece(part) : [];
  }

  #keepFinish(reason: string | undefined): void {
    if (reason === undefined) return;
    if (reason === 'error')
      throw new GatewayError('upstream_error', 'The upstream failed while it was answering.');
    this.#finish = FINISH[reason] ?? 'stop';
  }

  #keepFacts({ system_fingerprint, service_tier }: TreeObject): void {
    if (system_fingerprint != null) this.#facts = { ...this.#facts, system_fingerprint };
    if (service_tier != null) this.#facts = { ...this.#facts, service_tier };
  }

  #refuseError(tree: Tree, reply: Reply): void {
    if (member(tree, 'error')) throw this.#decodeError({ ...reply, tree });
  }

  #end(): StreamEvent[] {
    if (this.#ended) return [];
    this.#ended = true;
    const finish = this.#finish ?? 'stop';
    const more = this.#reader.end?.({ finish, text: this.#text, images: this.#images });
    if (finish === 'content-filter' && this.#text === '' && this.#images === 0) {
      throw new GatewayError('content_policy', "The upstream's content filter withheld the answer.");
    }
    const own = Object.keys(this.#facts).length > 0 ? { 'openai-chat': this.#facts } : {};
    return this.#builder.end(finish, this.#usage, { ...own, ...more?.extensions });
  }
}
