import { GatewayError, unusableAnswer } from '../../contract/error.ts';
import type { Finish, StreamEvent, Usage } from '../../contract/response.ts';
import { StreamBuilder } from '../../contract/stream.ts';
import {
  asNumber,
  asString,
  isObject,
  member,
  SplicedString,
  type Tree,
  type TreeObject,
} from '../../contract/tree.ts';
import { clean } from '../openai-compatible/errors.ts';
import { counts } from '../openai-compatible/usage.ts';

const FINISH: { readonly [reason: string]: Finish } = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  pause_turn: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool-calls',
  refusal: 'content-filter',
};

/** Reasons of which our own words keep less than Anthropic said. */
const TOLD_APART: ReadonlySet<string> = new Set([
  'stop_sequence',
  'pause_turn',
  'model_context_window_exceeded',
  'refusal',
]);

type Read = (answer: ClaudeAnswer, piece: TreeObject) => StreamEvent[];

const BLOCKS: { readonly [type: string]: Read } = {
  text: (answer, { text }) => answer.text(text),
  thinking: (answer, { thinking, signature }) => answer.thinking(thinking, signature),
  redacted_thinking: (answer, { data }) => answer.hiddenThinking(data),
  tool_use: (answer, block) => answer.toolUse(block),
};

const DELTAS: { readonly [type: string]: Read } = {
  text_delta: (answer, { text }) => answer.text(text),
  thinking_delta: (answer, { thinking }) => answer.thinking(thinking, undefined),
  signature_delta: (answer, { signature }) => answer.thinking('', signature),
  input_json_delta: (answer, { partial_json }) => answer.toolInput(partial_json),
};

/** One answer of the Messages API, read block by block or as it streams. */
export class ClaudeAnswer {
  readonly #model: string;
  readonly #builder = new StreamBuilder();
  #hasSaid = false;
  #finish: Finish | undefined;
  #usage: TreeObject = {};
  /** What only this format says about the end of an answer. */
  #own: TreeObject = {};
  #toolSaidNothing = false;
  /** The block that is open is none of ours. */
  #skips = false;
  readonly #reported = new Set<string>();

  constructor(model: string) {
    this.#model = model;
  }

  start(message: Tree | undefined): StreamEvent[] {
    this.#keepUsage(member(message, 'usage'));
    const id = asString(member(message, 'id')) ?? '';
    return [{ type: 'response-start', id, model: asString(member(message, 'model')) || this.#model }];
  }

  /** A whole block, or the beginning of a streamed one. */
  block(block: Tree | undefined): StreamEvent[] {
    if (!isObject(block)) return [];
    const type = asString(block.type) ?? '';
    const begin = Object.hasOwn(BLOCKS, type) ? BLOCKS[type] : undefined;
    this.#skips = begin === undefined;
    return [...this.blockEnd(), ...(begin ? begin(this, block) : this.#unknown(type))];
  }

  /** A piece of the block that is open. */
  delta(delta: Tree | undefined): StreamEvent[] {
    if (!isObject(delta) || this.#skips) return [];
    const type = asString(delta.type) ?? '';
    const push = Object.hasOwn(DELTAS, type) ? DELTAS[type] : undefined;
    return push ? push(this, delta) : this.#unknown(type);
  }

  blockEnd(): StreamEvent[] {
    const unsaid = this.#toolSaidNothing ? this.toolInput('{}') : [];
    return [...unsaid, ...this.#builder.close()];
  }

  /** Why the model stopped and what it used, from the message itself or from `message_delta`. */
  stop(message: TreeObject): StreamEvent[] {
    this.#keepUsage(message.usage);
    const reason = asString(message.stop_reason) ?? asString(member(message.delta, 'stop_reason'));
    if (reason === undefined) return this.blockEnd();
    this.#finish = FINISH[reason] ?? 'stop';
    this.#keepEnd(reason, isObject(message.delta) ? message.delta : message);
    return this.blockEnd();
  }

  end(): StreamEvent[] {
    if (this.#finish === undefined) {
      throw unusableAnswer('The upstream ended its answer before it was finished.');
    }
    if (this.#finish === 'content-filter' && !this.#hasSaid) {
      const reason = clean(asString(member(this.#own.stop_details, 'explanation')) ?? '');
      throw new GatewayError('content_policy', `The model refused to answer. ${reason}`.trim());
    }
    const extensions = Object.keys(this.#own).length > 0 ? { anthropic: this.#own } : undefined;
    return this.#builder.end(this.#finish, decodeUsage(this.#usage), extensions);
  }

  text(text: Tree | undefined): StreamEvent[] {
    const piece = asString(text) ?? '';
    if (piece === '') return [];
    this.#hasSaid = true;
    return this.#builder.text('text', piece);
  }

  thinking(text: Tree | undefined, signature: Tree | undefined): StreamEvent[] {
    return this.#builder.text('reasoning', asString(text) ?? '', asString(signature) || undefined);
  }

  hiddenThinking(data: Tree | undefined): StreamEvent[] {
    return this.#builder.text('reasoning', '', asString(data) ?? '', { redacted: true });
  }

  /** A whole call has its input here, a streamed one an empty object and the input in pieces. */
  toolUse({ id, name, input }: TreeObject): StreamEvent[] {
    this.#hasSaid = true;
    this.#toolSaidNothing = true;
    const call = { id: asString(id) ?? '', name: asString(name) ?? '' };
    const begin = this.#builder.toolCall({ ...call, text: '', begins: true });
    const whole = isObject(input) && Object.keys(input).length > 0;
    return whole ? [...begin, ...this.toolInput(inputText(input))] : begin;
  }

  toolInput(text: Tree | undefined): StreamEvent[] {
    const piece = asString(text) ?? '';
    if (piece === '') return [];
    this.#toolSaidNothing = false;
    return this.#builder.toolCall({ text: piece, begins: false });
  }

  /** Blocks of Anthropic's own tools, citations and whatever comes next year. */
  #unknown(type: string): StreamEvent[] {
    if (this.#reported.has(type)) return [];
    this.#reported.add(type);
    const detail = `The answer holds ${type || 'a block'} that only Anthropic's format can carry.`;
    return [{ type: 'warning', warning: { kind: 'ignored', field: 'content', detail } }];
  }

  #keepEnd(stop_reason: string, { stop_sequence, stop_details }: TreeObject): void {
    if (!TOLD_APART.has(stop_reason)) return;
    this.#own = {
      stop_reason,
      ...(stop_sequence != null && { stop_sequence }),
      ...(stop_details != null && { stop_details }),
    };
  }

  /** quirk(anthropic): input is counted at the start and again, sometimes as null, at the end. — sdk types, seen 2026-11 */
  #keepUsage(usage: Tree | undefined): void {
    if (!isObject(usage)) return;
    const known = Object.entries(usage).filter(([, value]) => value !== null);
    this.#usage = { ...this.#usage, ...Object.fromEntries(known) };
  }
}

/** quirk(anthropic): `input_tokens` leaves out what was read from or written to the cache; our totals include it. — Messages API reference, seen 2026-11 */
function decodeUsage(usage: TreeObject): Usage {
  const { input_tokens, cache_read_input_tokens: read, cache_creation_input_tokens: written } = usage;
  const input = asNumber(input_tokens);
  return counts({
    inputTokens: input === undefined ? undefined : input + (asNumber(read) ?? 0) + (asNumber(written) ?? 0),
    outputTokens: usage.output_tokens,
    cachedInputTokens: read,
    cacheWriteTokens: written,
    cacheWriteHourTokens: member(usage.cache_creation, 'ephemeral_1h_input_tokens'),
    reasoningTokens: member(usage.output_tokens_details, 'thinking_tokens'),
  });
}

/** A tool's input as text; long base64 in it is put together again. */
const inputText = (input: TreeObject): string =>
  JSON.stringify(input, (_key, value: Tree) =>
    value instanceof SplicedString ? (value.toText() ?? '') : value,
  );
