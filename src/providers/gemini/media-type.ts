import { imageType } from '../../lib/image-type.ts';

const HEIF_BRANDS: { readonly [brand: string]: string } = {
  heic: 'image/heic',
  heix: 'image/heic',
  hevc: 'image/heic',
  mif1: 'image/heif',
};

/** What the picture really is. Gemini takes phone pictures too, and refuses any picture under a wrong type. */
export function mediaTypeOf(head: Uint8Array): string {
  const start = String.fromCharCode(...head.subarray(4, 12));
  const heif = start.startsWith('ftyp') ? HEIF_BRANDS[start.slice(4)] : undefined;
  return imageType(head) ?? heif ?? 'image/png';
}
