import { createHash } from 'node:crypto';
import { BytesPayload } from '../contract/payload.ts';

/** A payload in memory whose hash is known. */
export class HashedBytes extends BytesPayload {
  readonly sha256: string;

  constructor(bytes: Uint8Array, sha256 = createHash('sha256').update(bytes).digest('hex')) {
    super(bytes);
    this.sha256 = sha256;
  }
}
