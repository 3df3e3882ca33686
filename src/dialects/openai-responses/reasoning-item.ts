import type { StreamEvent } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { sealMark } from './marks.ts';
import {
  added,
  done,
  type OpenItem,
  type PartStart,
  type Place,
  type TakePlace,
  type Told,
  told,
} from './open-item.ts';

/** Thinking as a summary, its signature as encrypted content; hidden thinking is encrypted content alone. */
export class ReasoningItem implements OpenItem {
  readonly #takePlace: TakePlace;
  readonly #redacted: boolean;
  #place: Place | undefined;
  #text = '';

  constructor(start: PartStart, takePlace: TakePlace) {
    this.#takePlace = takePlace;
    this.#redacted = start.redacted === true;
  }

  push(event: StreamEvent): Told[] {
    if (event.type !== 'text-delta' || event.text === '' || this.#redacted) return [];
    const { begin, at } = this.#summary();
    this.#text += event.text;
    return [...begin, told('reasoning_summary_text.delta', { ...at, delta: event.text })];
  }

  end(signature: string | undefined): Told[] {
    if (this.#redacted) return this.#hidden(signature);
    if (!this.#place && signature === undefined) return [];
    const { begin, place, at } = this.#summary();
    const part = summary(this.#text);
    return [
      ...begin,
      told('reasoning_summary_text.done', { ...at, text: this.#text }),
      told('reasoning_summary_part.done', { ...at, part }),
      done(place, reasoning(place, [part], signature)),
    ];
  }

  #hidden(signature: string | undefined): Told[] {
    return signature === undefined ? [] : wordless(this.#takePlace, signature);
  }

  /** The place of the item and of its summary; the first time, with the events that begin them. */
  #summary() {
    const place = this.#place ?? this.#takePlace('reasoning');
    const at = { ...place, summary_index: 0 };
    const isNew = this.#place === undefined;
    this.#place = place;
    const part = summary('');
    const first = [added(place, reasoning(place, [])), told('reasoning_summary_part.added', { ...at, part })];
    return { place, at, begin: isNew ? first : [] };
  }
}

/** The mark on the part before, see `marks.ts`. */
export const markItem = (takePlace: TakePlace, signature: string): Told[] =>
  wordless(takePlace, sealMark(signature));

function wordless(takePlace: TakePlace, encrypted: string): Told[] {
  const place = takePlace('reasoning');
  return [added(place, reasoning(place, [])), done(place, reasoning(place, [], encrypted))];
}

const summary = (text: string): TreeObject => ({ type: 'summary_text', text });

const reasoning = ({ item_id: id }: Place, parts: TreeObject[], encrypted?: string): TreeObject => ({
  id,
  type: 'reasoning',
  summary: parts,
  encrypted_content: encrypted ?? null,
});
