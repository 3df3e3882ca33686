import { GatewayError } from '../../contract/error.ts';
import type { Finish, StreamEvent, Usage } from '../../contract/response.ts';
import { StreamBuilder } from '../../contract/stream.ts';
import { asNumber, asString, isObject, member, type Tree, type TreeObject } from '../../contract/tree.ts';
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

/** One answer of the Messages API, read block by block or as it streams. */
export class ClaudeAnswer {
  readonly #model: string;
  readonly #builder = new StreamBuilder();
  #hasText = false;
  #finish: Finish | undefined;
  #usage: TreeObject = {};

  constructor(model: string) {
    this.#model = model;
  }

  start(message: Tree | undefined): StreamEvent[] {
    this.#keepUsage(member(message, 'usage'));
    const id = asString(member(message, 'id')) ?? '';
    return [{ type: 'response-start', id, model: asString(member(message, 'model')) || this.#model }];
  }

  /** A whole block, or the beginning of a streamed one. Blocks of server-side tools carry nothing for the client. */
  block(block: Tree | undefined): StreamEvent[] {
    if (!isObject(block)) return [];
    if (block.type === 'text') return [...this.#builder.close(), ...this.#text(block.text)];
    if (block.type !== 'thinking') return [];
    return [...this.#builder.close(), ...this.#thinking(block.thinking, block.signature)];
  }

  /** A piece of the block that is open. */
  delta(delta: Tree | undefined): StreamEvent[] {
    if (!isObject(delta)) return [];
    if (delta.type === 'text_delta') return this.#text(delta.text);
    if (delta.type === 'thinking_delta') return this.#thinking(delta.thinking, undefined);
    return delta.type === 'signature_delta' ? this.#thinking('', delta.signature) : [];
  }

  /** Why the model stopped and what it used, from the message itself or from `message_delta`. */
  stop(message: TreeObject): StreamEvent[] {
    this.#keepUsage(message.usage);
    const reason = asString(message.stop_reason) ?? asString(member(message.delta, 'stop_reason'));
    if (reason !== undefined) this.#finish = FINISH[reason] ?? 'stop';
    return this.#builder.close();
  }

  end(): StreamEvent[] {
    if (this.#finish === undefined) {
      throw new GatewayError('upstream_error', 'The upstream ended its answer before it was finished.', {
        outcomeUnknown: true,
      });
    }
    if (this.#finish === 'content-filter' && !this.#hasText) {
      throw new GatewayError('content_policy', 'The model refused to answer.');
    }
    return this.#builder.end(this.#finish, decodeUsage(this.#usage));
  }

  #text(text: Tree | undefined): StreamEvent[] {
    const piece = asString(text) ?? '';
    if (piece === '') return [];
    this.#hasText = true;
    return this.#builder.text('text', piece);
  }

  #thinking(text: Tree | undefined, signature: Tree | undefined): StreamEvent[] {
    return this.#builder.text('reasoning', asString(text) ?? '', asString(signature) || undefined);
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
    reasoningTokens: member(usage.output_tokens_details, 'thinking_tokens'),
  });
}
