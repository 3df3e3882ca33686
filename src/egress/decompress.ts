import { pipeline, Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';
import { GatewayError, unusableAnswer } from '../contract/error.ts';

const DECODERS = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
} as const;

/** More than two codings on top of each other is an attack, not an answer. */
const MOST_CODINGS = 2;

/**
 * A body as it was before its `content-encoding`. Output beyond what was read costs nothing: reading stops the
 * decompression, so a limit on what comes out holds against bombs. Throws GatewayError `upstream_error` for unknown codings and damaged data.
 */
export function decompress(
  source: AsyncIterable<Uint8Array>,
  contentEncoding: string | string[] | undefined,
): AsyncIterable<Uint8Array> {
  const codings = String(contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MOST_CODINGS) throw damaged(`content-encoding ${codings.join()}`);
  return codings.reduceRight(decodeOne, source);
}

async function* decodeOne(source: AsyncIterable<Uint8Array>, coding: string): AsyncGenerator<Uint8Array> {
  if (!isKnown(coding)) throw damaged(`content-encoding ${coding}`);
  const decoder = DECODERS[coding]();
  // Errors of the source destroy the decoder with the same error, and leaving the loop below destroys the source.
  pipeline(Readable.from(source, { objectMode: false }), decoder, () => {});
  try {
    yield* decoder as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw error instanceof GatewayError ? error : damaged(String(error), error);
  }
}

const isKnown = (coding: string): coding is keyof typeof DECODERS => Object.hasOwn(DECODERS, coding);

const damaged = (internal: string, cause?: unknown): GatewayError =>
  unusableAnswer('The upstream compressed its answer in a way that cannot be read.', { internal }, cause);
