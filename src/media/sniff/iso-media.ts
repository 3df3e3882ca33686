import { bytesAt } from './bytes.ts';
import type { Sniffed } from './sniffed.ts';

const BRANDS: { readonly [brand: string]: 'avif' | 'heic' } = {
  avif: 'avif',
  avis: 'avif',
  heic: 'heic',
  heix: 'heic',
  heim: 'heic',
  heis: 'heic',
  hevc: 'heic',
  mif1: 'heic',
  msf1: 'heic',
};

/** AVIF and HEIC: boxes as in MP4, told apart by the brands of the first one. */
export function sniffIsoMedia(head: Uint8Array): Sniffed | undefined {
  const bytes = bytesAt(head);
  if (!bytes.ascii(4, 'ftyp')) return undefined;
  const end = Math.min(bytes.be32(0) ?? 0, head.length);
  const text = Buffer.from(head.subarray(8, end)).toString('latin1');
  const brands = text.match(/.{4}/gs) ?? [];
  // The second entry is a version number; the generic brand mif1 says less than avif.
  const formats = brands.flatMap((brand) => BRANDS[brand] ?? []);
  const format = formats.includes('avif') ? 'avif' : formats[0];
  return format && { mediaType: `image/${format}`, format, ...largestExtent(head) };
}

/** Thumbnails and alpha planes have an extent of their own; the picture's is the largest. */
function largestExtent(head: Uint8Array) {
  const bytes = bytesAt(head);
  const buffer = Buffer.from(head.buffer, head.byteOffset, head.byteLength);
  let best: { width: number; height: number } | undefined;
  for (let at = buffer.indexOf('ispe'); at >= 0; at = buffer.indexOf('ispe', at + 4)) {
    const [width, height] = [bytes.be32(at + 8) ?? 0, bytes.be32(at + 12) ?? 0];
    if (width * height > (best ? best.width * best.height : 0)) best = { width, height };
  }
  return best ?? {};
}
