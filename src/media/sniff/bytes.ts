import type { Size } from '../../contract/image.ts';

/** Reads numbers and text at offsets; undefined past the end instead of an exception. */
export interface ByteReader {
  readonly length: number;
  u8(at: number): number | undefined;
  be16(at: number): number | undefined;
  be32(at: number): number | undefined;
  le16(at: number): number | undefined;
  le24(at: number): number | undefined;
  le32(at: number): number | undefined;
  /** These characters stand at this offset. */
  ascii(at: number, text: string): boolean;
  /** Both numbers as a size, or nothing when one is missing or 0. */
  size(width: number | undefined, height: number | undefined): Partial<Size>;
}

export function bytesAt(head: Uint8Array): ByteReader {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const has = (at: number, count: number) => at >= 0 && at + count <= head.length;
  return {
    length: head.length,
    u8: (at) => head[at],
    be16: (at) => (has(at, 2) ? view.getUint16(at) : undefined),
    be32: (at) => (has(at, 4) ? view.getUint32(at) : undefined),
    le16: (at) => (has(at, 2) ? view.getUint16(at, true) : undefined),
    le24: (at) => (has(at, 3) ? view.getUint16(at, true) + view.getUint8(at + 2) * 65_536 : undefined),
    le32: (at) => (has(at, 4) ? view.getUint32(at, true) : undefined),
    ascii: (at, text) =>
      has(at, text.length) &&
      Buffer.from(head.subarray(at, at + text.length)).equals(Buffer.from(text, 'latin1')),
    size: (width, height) => (width && height ? { width, height } : {}),
  };
}
