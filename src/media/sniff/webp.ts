import { type ByteReader, bytesAt } from './bytes.ts';
import type { Sniffed } from './sniffed.ts';

const CHUNK = 12;
const DATA = 20;
const ALPHA_FLAG = 0x10;

export function sniffWebp(head: Uint8Array): Sniffed | undefined {
  const bytes = bytesAt(head);
  if (!bytes.ascii(0, 'RIFF') || !bytes.ascii(8, 'WEBP')) return undefined;
  return { mediaType: 'image/webp', format: 'webp', ...details(bytes) };
}

function details(bytes: ByteReader): Partial<Sniffed> {
  if (bytes.ascii(CHUNK, 'VP8X')) return extended(bytes);
  if (bytes.ascii(CHUNK, 'VP8L')) return lossless(bytes);
  if (bytes.ascii(CHUNK, 'VP8 ')) return lossy(bytes);
  return {};
}

function extended(bytes: ByteReader): Partial<Sniffed> {
  const [width, height] = [bytes.le24(DATA + 4), bytes.le24(DATA + 7)];
  if (width === undefined || height === undefined) return {};
  return { width: width + 1, height: height + 1, hasAlpha: ((bytes.u8(DATA) ?? 0) & ALPHA_FLAG) !== 0 };
}

/** 14 bits of width − 1, 14 bits of height − 1, one bit for alpha. */
function lossless(bytes: ByteReader): Partial<Sniffed> {
  const bits = bytes.le32(DATA + 1);
  if (bits === undefined || bytes.u8(DATA) !== 0x2f) return {};
  const hasAlpha = ((bits >>> 28) & 1) === 1;
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, hasAlpha };
}

function lossy(bytes: ByteReader): Partial<Sniffed> {
  const [width, height] = [bytes.le16(DATA + 6), bytes.le16(DATA + 8)];
  if (width === undefined || height === undefined || bytes.u8(DATA + 3) !== 0x9d) return {};
  return { ...bytes.size(width & 0x3fff, height & 0x3fff), hasAlpha: false };
}
