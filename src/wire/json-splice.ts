import { randomBytes } from 'node:crypto';
import type { Payload } from '../contract/payload.ts';
import { SplicedString, type Tree } from '../contract/tree.ts';

/** Payloads cut out of one JSON text. The marks that stand for them are random, so that nobody can write one beforehand. */
export class Cuttings {
  readonly #mark = randomBytes(16).toString('hex');
  readonly #payloads: Payload[] = [];

  /** Keeps the payload and returns what stands for it in the text. */
  add(payload: Payload): string {
    return `${this.#mark}${this.#payloads.push(payload) - 1};`;
  }

  /** Puts the payloads back, in place, into a tree that JSON.parse has just made. */
  splice(tree: Tree): Tree {
    if (this.#payloads.length === 0) return tree;
    if (typeof tree === 'string') return tree.includes(this.#mark) ? this.#spliceString(tree) : tree;
    if (typeof tree !== 'object' || tree === null) return tree;
    // Every key is the parsed object's own, `__proto__` too: assigning to it touches no prototype.
    const members = tree as { [key: string]: Tree };
    for (const key of Object.keys(members)) {
      const before = members[key] as Tree;
      const after = this.splice(before);
      if (after !== before) members[key] = after;
    }
    return tree;
  }

  #spliceString(text: string): SplicedString {
    const [first = '', ...rest] = text.split(this.#mark);
    const segments: (string | Payload)[] = first === '' ? [] : [first];
    for (const piece of rest) {
      const end = piece.indexOf(';');
      segments.push(this.#payload(Number(piece.slice(0, end))));
      if (end + 1 < piece.length) segments.push(piece.slice(end + 1));
    }
    return new SplicedString(segments);
  }

  #payload(index: number): Payload {
    const payload = this.#payloads[index];
    if (payload === undefined) throw new TypeError(`no cutting ${index}`);
    return payload;
  }
}
