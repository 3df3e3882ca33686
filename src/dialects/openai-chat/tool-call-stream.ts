import type { ReplyContext } from '../../contract/dialect.ts';
import type { StreamEvent } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { readsFunctionCall, signed } from './tool-calls.ts';

type Of<T extends StreamEvent['type']> = Extract<StreamEvent, { type: T }>;

/**
 * Calls as deltas. The first piece of a call waits for the next event: a call that comes whole, as Gemini's do, has its mark
 * in the same piece, the only place where @ai-sdk/openai-compatible 3.0 looks for it — seen 2026-11
 */
export class ToolCallStream {
  readonly #context: ReplyContext;
  /** Index of the part → index of the call. */
  readonly #places = new Map<number, number>();
  #first: TreeObject | undefined;
  #pieces = 0;

  constructor(context: ReplyContext) {
    this.#context = context;
  }

  get count(): number {
    return this.#places.size;
  }

  start({ index }: Of<'part-start'>): void {
    this.#places.set(index, this.#places.size);
    this.#pieces = 0;
  }

  delta({ index: part, id, name, text }: Of<'input-delta'>): TreeObject[] {
    const index = this.#places.get(part) ?? 0;
    const call = { ...(name !== undefined && { name }), arguments: text };
    // The old form has room for one call.
    if (readsFunctionCall(this.#context)) return index === 0 ? [{ function_call: call }] : [];
    this.#pieces += 1;
    if (this.#pieces > 1) return [...this.#flush(), { tool_calls: [{ index, function: call }] }];
    this.#first = { index, ...(id !== undefined && { id }), type: 'function', function: call };
    return [];
  }

  end(signature: string | undefined): TreeObject[] {
    return this.#flush(signature === undefined ? {} : signed(signature));
  }

  #flush(mark: TreeObject = {}): TreeObject[] {
    const first = this.#first;
    this.#first = undefined;
    return first ? [{ tool_calls: [{ ...first, ...mark }] }] : [];
  }
}
