import type { Payload } from '../../contract/payload.ts';
import type { Bucket } from './bucket.ts';

/** One request's worth: most pictures need a single one, and a slow reader holds no connection for longer than this takes. */
const RANGE_BYTES = 8 * 1_048_576;

interface ObjectFacts {
  readonly bucket: Bucket;
  readonly name: string;
  readonly size: number;
  readonly head: Uint8Array;
  readonly sha256: string;
}

/** A payload whose content is an object in the bucket, read in ranges as it is needed. */
export class S3Payload implements Payload {
  readonly size: number;
  readonly head: Uint8Array;
  readonly sha256: string;
  readonly #bucket: Bucket;
  readonly #name: string;

  constructor({ bucket, name, size, head, sha256 }: ObjectFacts) {
    this.#bucket = bucket;
    this.#name = name;
    this.size = size;
    this.head = head;
    this.sha256 = sha256;
  }

  async *read(): AsyncGenerator<Uint8Array> {
    yield this.head;
    for (let position = this.head.byteLength; position < this.size; position += RANGE_BYTES) {
      yield* this.#bucket.read(this.#name, position, Math.min(position + RANGE_BYTES, this.size));
    }
  }
}
