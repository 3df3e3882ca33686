import type { StreamEvent } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { reasoningDetail } from './reasoning-parts.ts';

type Start = Extract<StreamEvent, { type: 'part-start' }>;

/** Thoughts as deltas: the text under both names clients know, and piece by piece in `reasoning_details`. */
export class ReasoningStream {
  #index = -1;
  #start: Start | undefined;

  start(start: Start): void {
    this.#index += 1;
    this.#start = start;
  }

  delta(text: string): TreeObject {
    return { reasoning_content: text, reasoning: text, reasoning_details: [this.#detail(text)] };
  }

  /** The seal comes last, alone. */
  end(signature: string | undefined): TreeObject[] {
    return signature === undefined ? [] : [{ reasoning_details: [this.#detail('', signature)] }];
  }

  #detail(text: string, signature?: string): TreeObject {
    const { id, redacted } = this.#start ?? {};
    const facts = { ...(id !== undefined && { id }), ...(redacted !== undefined && { redacted }) };
    return reasoningDetail({ text, ...facts, ...(signature !== undefined && { signature }) }, this.#index);
  }
}
