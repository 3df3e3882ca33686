import type { StreamEvent } from '../../contract/response.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { added, done, type OpenItem, type Place, type TakePlace, type Told, told } from './open-item.ts';

/** Words as a message; one that stays empty is told only where it carries a mark. */
export class MessageItem implements OpenItem {
  readonly #takePlace: TakePlace;
  #place: Place | undefined;
  #text = '';

  constructor(takePlace: TakePlace) {
    this.#takePlace = takePlace;
  }

  push(event: StreamEvent): Told[] {
    if (event.type !== 'text-delta' || event.text === '') return [];
    const begin = this.#place ? [] : this.#begin();
    this.#text += event.text;
    return [...begin, told('output_text.delta', { ...this.#at(), delta: event.text, logprobs: [] })];
  }

  end(signature: string | undefined): Told[] {
    const begin = this.#place || signature === undefined ? [] : this.#begin();
    if (!this.#place) return [];
    const at = this.#at();
    const part = textPart(this.#text);
    return [
      ...begin,
      told('output_text.done', { ...at, text: this.#text, logprobs: [] }),
      told('content_part.done', { ...at, part }),
      done(this.#place, message(this.#place, 'completed', [part])),
    ];
  }

  #begin(): Told[] {
    this.#place = this.#takePlace('message');
    return [
      added(this.#place, message(this.#place, 'in_progress', [])),
      told('content_part.added', { ...this.#at(), part: textPart('') }),
    ];
  }

  #at = (): TreeObject => ({ ...this.#place, content_index: 0 });
}

const textPart = (text: string): TreeObject => ({ type: 'output_text', text, annotations: [], logprobs: [] });

const message = ({ item_id: id }: Place, status: string, content: TreeObject[]): TreeObject => ({
  id,
  type: 'message',
  role: 'assistant',
  status,
  content,
});
