import { type ByteReader, bytesAt } from './bytes.ts';
import type { Sniffed } from './sniffed.ts';

const SIGNATURE = '\x89PNG\r\n\x1a\n';
const FIRST_CHUNK = 8;
const COLOUR_TYPE = 25;
const GREY_ALPHA = 4;
const RGB_ALPHA = 6;

export function sniffPng(head: Uint8Array): Sniffed | undefined {
  const bytes = bytesAt(head);
  if (!bytes.ascii(0, SIGNATURE)) return undefined;
  const type = { mediaType: 'image/png', format: 'png' } as const;
  if (!bytes.ascii(12, 'IHDR')) return type;
  const colour = bytes.u8(COLOUR_TYPE);
  const hasAlpha = colour === GREY_ALPHA || colour === RGB_ALPHA || hasChunkBeforeData(bytes, 'tRNS');
  return { ...type, ...bytes.size(bytes.be32(16), bytes.be32(20)), hasAlpha };
}

function hasChunkBeforeData(bytes: ByteReader, name: string): boolean {
  let at = FIRST_CHUNK;
  while (at + 8 <= bytes.length) {
    if (bytes.ascii(at + 4, name)) return true;
    if (bytes.ascii(at + 4, 'IDAT')) return false;
    at += 12 + (bytes.be32(at) ?? 0);
  }
  return false;
}
