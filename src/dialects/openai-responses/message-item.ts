import type { StreamEvent } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';
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

/** Words, or a refusal, as a message; one that stays empty is told only where it carries a mark. */
export class MessageItem implements OpenItem {
  readonly #takePlace: TakePlace;
  readonly #kind: Kind;
  #place: Place | undefined;
  #text = '';

  constructor({ refusal }: PartStart, takePlace: TakePlace) {
    this.#kind = refusal ? REFUSAL : WORDS;
    this.#takePlace = takePlace;
  }

  push(event: StreamEvent): Told[] {
    if (event.type !== 'text-delta' || event.text === '') return [];
    const begin = this.#place ? [] : this.#begin();
    this.#text += event.text;
    const { name, more } = this.#kind;
    return [...begin, told(`${name}.delta`, { ...this.#at(), delta: event.text, ...more })];
  }

  end(signature: string | undefined): Told[] {
    const begin = this.#place || signature === undefined ? [] : this.#begin();
    if (!this.#place) return [];
    const at = this.#at();
    const { name, member, more } = this.#kind;
    const part = this.#part(this.#text);
    return [
      ...begin,
      told(`${name}.done`, { ...at, [member]: this.#text, ...more }),
      told('content_part.done', { ...at, part }),
      done(this.#place, message(this.#place, 'completed', [part])),
    ];
  }

  #begin(): Told[] {
    this.#place = this.#takePlace('message');
    return [
      added(this.#place, message(this.#place, 'in_progress', [])),
      told('content_part.added', { ...this.#at(), part: this.#part('') }),
    ];
  }

  #part(text: string): TreeObject {
    const { name, member, empty } = this.#kind;
    return { type: name, [member]: text, ...empty };
  }

  #at = (): TreeObject => ({ ...this.#place, content_index: 0 });
}

/** How a message's words are named. */
interface Kind {
  readonly name: 'output_text' | 'refusal';
  readonly member: 'text' | 'refusal';
  /** Further members of its events. */
  readonly more: TreeObject;
  /** Further members of the part. */
  readonly empty: TreeObject;
}

const WORDS: Kind = {
  name: 'output_text',
  member: 'text',
  more: { logprobs: [] },
  empty: { annotations: [], logprobs: [] },
};
const REFUSAL: Kind = { name: 'refusal', member: 'refusal', more: {}, empty: {} };

const message = ({ item_id: id }: Place, status: string, content: TreeObject[]): TreeObject => ({
  id,
  type: 'message',
  role: 'assistant',
  status,
  content,
});
