import { asArray, asString, member, type TreeObject } from '../../contract/tree.ts';

/** The thinking in deltas, under whichever name the upstream has for it. */
export class ReasoningText {
  #said = '';

  read(delta: TreeObject): string {
    const plain = asString(delta.reasoning_content) || asString(delta.reasoning) || '';
    if (plain !== '') return plain;
    const details = asArray(delta.reasoning_details).map(
      (detail) => asString(member(detail, 'text')) ?? asString(member(detail, 'summary')) ?? '',
    );
    return this.#newIn(details.join(''));
  }

  /**
   * quirk(minimax): every chunk's `reasoning_details` repeats all that was thought before.
   * — MiniMax's guide to M2 (its example takes the difference), seen 2026-11; UNVERIFIED for M3
   */
  #newIn(text: string): string {
    const repeats = this.#said !== '' && text.startsWith(this.#said);
    const fresh = repeats ? text.slice(this.#said.length) : text;
    this.#said += fresh;
    return fresh;
  }
}
