import type { Payload } from '../contract/payload.ts';
import { encodeBase64 } from './base64.ts';

/** A body of known length, ready to be sent any number of times. */
export interface WireBody {
  /** Bytes, exactly. */
  readonly length: number;
  /** What it is made of, in order. */
  readonly pieces: readonly Piece[];
  /** Lent, as `Payload.read('lent')` gives them. */
  chunks(): AsyncIterable<Uint8Array>;
  /** The whole, where no payload is inside. */
  readonly bytes?: Uint8Array;
}

/** A stretch of a body: bytes as they are, or a payload that is read when its turn comes. */
export type Piece = Uint8Array | { readonly payload: Payload; readonly as: 'raw' | 'base64' };

/** The pieces one after the other. */
export function bodyOf(pieces: readonly Piece[]): WireBody {
  const length = pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
  const whole = pieces.every((piece) => piece instanceof Uint8Array) ? joined(pieces) : undefined;
  const parts = whole ? [whole] : pieces;
  return { length, pieces: parts, chunks: () => readPieces(parts), ...(whole && { bytes: whole }) };
}

const joined = (pieces: readonly Uint8Array[]): Uint8Array =>
  pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);

function lengthOf(piece: Piece): number {
  if (piece instanceof Uint8Array) return piece.length;
  return piece.as === 'raw' ? piece.payload.size : Math.ceil(piece.payload.size / 3) * 4;
}

async function* readPieces(pieces: readonly Piece[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) yield piece;
    else yield* piece.as === 'raw' ? piece.payload.read('lent') : encodeBase64(piece.payload.read('lent'));
  }
}
