import type { StreamEvent } from '../../contract/response.ts';
import type { StreamBuilder } from '../../contract/stream.ts';
import { asNumber, asString, member, type Tree } from '../../contract/tree.ts';

/** Puts the pieces of tool calls together. */
export class ToolCalls {
  readonly #builder: StreamBuilder;
  #id: string | undefined;
  #index: number | undefined;

  constructor(builder: StreamBuilder) {
    this.#builder = builder;
  }

  /**
   * An element of `tool_calls`.
   * quirk(relays): Mistral sends no index, others count from 1, some repeat the id in every piece: a call begins
   * where the index or the id is another than before. — recorded answers, seen 2026-11
   */
  push(call: Tree): StreamEvent[] {
    const index = asNumber(member(call, 'index'));
    const id = asString(member(call, 'id')) || undefined;
    const name = asString(member(member(call, 'function'), 'name')) || undefined;
    const text = asString(member(member(call, 'function'), 'arguments')) ?? '';
    const begins = index === undefined ? id !== undefined && id !== this.#id : index !== this.#index;
    this.#index = index;
    this.#id = id ?? this.#id;
    return this.#builder.toolCall({ ...(id && { id }), ...(name && { name }), text, begins });
  }
}
