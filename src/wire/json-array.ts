import type { Tree } from '../contract/tree.ts';
import { jsonPieces } from './json-write.ts';
import { bodyOf, type Piece, type WireBody } from './wire-body.ts';

/** Writes one JSON array piece by piece, for clients that read a stream as a growing array. */
export class JsonArrayWriter {
  #begun = false;

  /** The element with the bracket or comma before it. */
  element(tree: Tree): Piece[] {
    const before = this.#begun ? ',\n' : '[';
    this.#begun = true;
    return [Buffer.from(before), ...jsonPieces(tree)];
  }

  end(): WireBody {
    return bodyOf([Buffer.from(this.#begun ? ']\n' : '[]\n')]);
  }
}
