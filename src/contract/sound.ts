import { BytesPayload, type Payload } from './payload.ts';

/** What models speak in: 24,000 samples of 16 bits a second, little endian, one channel, without a header. */
export const SPEECH = 'audio/pcm;rate=24000';

const DEFAULT_RATE = 24_000;
const PCM = /^audio\/(?:pcm|l16)\b/i;

/** Samples without a header, whichever of their names is used. */
export const isSamples = (mediaType: string): boolean => PCM.test(mediaType);

/** Several payloads as one, read one after the other. */
export class JoinedPayload implements Payload {
  readonly size: number;
  readonly #pieces: readonly Payload[];

  constructor(pieces: readonly Payload[]) {
    this.#pieces = pieces;
    this.size = pieces.reduce((size, piece) => size + piece.size, 0);
  }

  get head(): Uint8Array {
    return this.#pieces[0]?.head ?? new Uint8Array();
  }

  async *read(chunks?: 'lent'): AsyncGenerator<Uint8Array> {
    for (const piece of this.#pieces) yield* piece.read(chunks);
  }
}

/** The pieces as one payload. */
export const joined = (pieces: readonly Payload[]): Payload => {
  const [only] = pieces;
  return only && pieces.length === 1 ? only : new JoinedPayload(pieces);
};

const HEADER_BYTES = 44;
const SAMPLE_BYTES = 2;

/**
 * Samples as a WAV file: a header in front, the bytes untouched.
 * @param mediaType may say the `rate`, in samples a second
 */
export function wavOf(pieces: readonly Payload[], mediaType: string): Payload {
  const rate = Number(/rate=(\d{4,6})\b/.exec(mediaType)?.[1] ?? DEFAULT_RATE);
  const samples = joined(pieces);
  return new JoinedPayload([headerOf(samples.size, rate), ...pieces]);
}

function headerOf(size: number, rate: number): Payload {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(HEADER_BYTES - 8 + size, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  // Length of the format's description, plain samples, one channel.
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * SAMPLE_BYTES, 28);
  bytes.writeUInt16LE(SAMPLE_BYTES, 32);
  bytes.writeUInt16LE(SAMPLE_BYTES * 8, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(size, 40);
  return new BytesPayload(bytes);
}
