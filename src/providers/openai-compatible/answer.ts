import { GatewayError, unusableAnswer } from '../../contract/error.ts';
import type { Reply } from '../../contract/provider.ts';
import type { SoundWish } from '../../contract/request.ts';
import type { Finish, StreamEvent, Usage } from '../../contract/response.ts';
import { StreamBuilder } from '../../contract/stream.ts';
import { asArray, asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
import { AnswerFacts } from './answer-facts.ts';
import { readContent, readPicture } from './content.ts';
import { decodeOpenAiError } from './errors.ts';
import { readFinish } from './finish-reason.ts';
import type { AnswerReader, ChatCompletionsOptions } from './options.ts';
import { ReasoningText } from './reasoning-text.ts';
import { readSound } from './sound.ts';
import { ToolCalls } from './tool-calls.ts';
import { decodeUsage } from './usage.ts';

const REASON_LENGTH = 2_000;

/** What an answer is read with. */
export interface AnswerContext {
  /** The model as the upstream was asked for it. */
  readonly model: string;
  readonly options: Pick<ChatCompletionsOptions, 'decodeError' | 'isFailure'>;
  readonly reader?: AnswerReader | undefined;
  /** The client wants to hear the answer. */
  readonly sound?: SoundWish | undefined;
  /** The client does not want to see what was thought. */
  readonly hidesReasoning?: boolean;
}

/**
 * One answer in chat completions. A plain answer is read as a stream of one chunk whose delta is the whole message,
 * so that every member is read in one place.
 */
export class ChatAnswer {
  readonly #context: AnswerContext;
  readonly #builder = new StreamBuilder();
  readonly #toolCalls = new ToolCalls(this.#builder);
  readonly #facts = new AnswerFacts();
  readonly #thoughts = new ReasoningText();
  #started = false;
  #ended = false;
  #text = '';
  #images = 0;
  #finish: Finish | undefined;
  #usage: Usage | undefined;

  constructor(context: AnswerContext) {
    this.#context = context;
  }

  /** A plain, complete answer. */
  whole(reply: Reply): StreamEvent[] {
    const { tree } = reply;
    this.#refuseError(tree, reply);
    if (!isObject(tree) || !isObject(asArray(tree.choices)[0])) {
      throw unusableAnswer('The upstream answered without a message.');
    }
    return [...this.#chunk(tree, 'message'), ...this.done()];
  }

  /** One chunk of a stream. */
  chunk(tree: TreeObject): StreamEvent[] {
    this.#refuseError(tree, { status: 200, headers: {}, tree });
    // quirk(relays): some repeat the whole message in the last chunk; only deltas count. — recorded answers, seen 2026-11
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
      throw unusableAnswer('The upstream ended its stream before the answer was finished.');
    }
    return this.#end();
  }

  #chunk(tree: TreeObject, key: 'message' | 'delta'): StreamEvent[] {
    const events = this.#start(tree);
    this.#usage = decodeUsage(tree.usage) ?? this.#usage;
    const choice = asArray(tree.choices)[0];
    const delta = member(choice, key);
    this.#facts.read(tree, choice, delta);
    const said = isObject(delta) ? this.#delta(delta) : [];
    this.#finish = readFinish(choice, this.#facts.warn) ?? this.#finish;
    return [...events, ...said, ...this.#facts.news()];
  }

  #start(tree: TreeObject): StreamEvent[] {
    if (this.#started) return [];
    this.#started = true;
    const id = asString(tree.id) ?? '';
    this.#toolCalls.answerId = id;
    return [{ type: 'response-start', id, model: asString(tree.model) || this.#context.model }];
  }

  #delta(delta: TreeObject): StreamEvent[] {
    return [
      ...this.#reasoning(this.#thoughts.read(delta)),
      ...readContent(delta.content).flatMap((piece) => this.#piece(piece)),
      ...this.#sound(delta.audio),
      ...this.#refusal(asString(delta.refusal) ?? ''),
      ...asArray(delta.images).flatMap((image) => this.#picture(image)),
      ...asArray(delta.tool_calls).flatMap((call) => this.#toolCalls.push(call)),
      ...this.#toolCalls.legacy(delta.function_call),
      ...(this.#context.reader?.delta?.(delta, this.#builder) ?? []),
    ];
  }

  #reasoning(text: string): StreamEvent[] {
    return text === '' || this.#context.hidesReasoning ? [] : this.#builder.text('reasoning', text);
  }

  #sound(audio: Tree | undefined): StreamEvent[] {
    const { sound } = this.#context;
    const piece = sound && readSound(audio, sound);
    if (piece) return this.#builder.sound(piece);
    if (isObject(audio)) this.#facts.warn('audio', 'The answer held sound, which was left out.');
    return [];
  }

  #refusal(text: string): StreamEvent[] {
    return text === '' ? [] : this.#words(text, { refusal: true });
  }

  #piece(piece: ReturnType<typeof readContent>[number]): StreamEvent[] {
    if (piece.type === 'reasoning') return this.#reasoning(piece.text);
    if (piece.type === 'unknown') {
      this.#facts.warn('content', `The answer held a part of the type ${piece.name}, which was left out.`);
      return [];
    }
    if (piece.type === 'media') {
      this.#images += 1;
      return this.#builder.media(piece);
    }
    return piece.text === '' ? [] : this.#words(piece.text);
  }

  #words(text: string, facts: { readonly refusal?: boolean } = {}): StreamEvent[] {
    if (this.#text.length < REASON_LENGTH) this.#text = (this.#text + text).slice(0, REASON_LENGTH);
    return this.#builder.text('text', text, undefined, facts);
  }

  #picture(image: Tree): StreamEvent[] {
    const part = readPicture(image);
    return part ? this.#piece(part) : [];
  }

  #refuseError(tree: Tree, reply: Reply): void {
    const { decodeError = decodeOpenAiError, isFailure } = this.#context.options;
    if (member(tree, 'error') || (isObject(tree) && isFailure?.(tree))) throw decodeError({ ...reply, tree });
  }

  #end(): StreamEvent[] {
    if (this.#ended) return [];
    this.#ended = true;
    const finish = this.#facts.refused ? 'content-filter' : this.#toolCalls.finish(this.#finish ?? 'stop');
    const more = this.#context.reader?.end?.({ finish, text: this.#text, images: this.#images });
    if (finish === 'content-filter' && this.#text === '' && this.#images === 0) {
      throw new GatewayError('content_policy', "The upstream's content filter withheld the answer.");
    }
    const extensions = { ...this.#facts.extensions(), ...more?.extensions };
    return [...this.#toolCalls.end(), ...this.#builder.end(finish, this.#usage, extensions)];
  }
}
