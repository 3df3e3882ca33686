import type { StreamEvent } from '../../contract/response.ts';
import { member, type Tree } from '../../contract/tree.ts';
import { ReasoningDetails } from './reasoning-details.ts';

/** Puts what must come back on the next turn onto whatever part ends after it came. */
export class Signer {
  readonly #details = new ReasoningDetails();
  readonly #pictures = new Set<number>();

  /** A message, or a delta of one. */
  read(message: Tree | undefined): void {
    this.#details.push(member(message, 'reasoning_details'));
  }

  sign(event: StreamEvent): StreamEvent {
    if (event.type === 'part-start' && event.kind === 'media') this.#pictures.add(event.index);
    if (event.type === 'media-end') {
      const signature = this.#details.signature();
      return signature === undefined ? event : { ...event, part: { ...event.part, signature } };
    }
    if (event.type === 'part-end' && !this.#pictures.has(event.index)) {
      const signature = this.#details.newSignature();
      return signature === undefined ? event : { ...event, signature };
    }
    return event;
  }
}
