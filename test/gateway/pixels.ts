import sharp from 'sharp';
import { makePicture } from '../upstreams/picture.ts';

/** The format by its magic bytes, whatever anybody says. */
export function formatByMagic(picture: Buffer): 'png' | 'jpeg' | 'webp' | 'unknown' {
  if (picture.subarray(0, 8).toString('latin1') === '\x89PNG\r\n\x1a\n') return 'png';
  if (picture[0] === 0xff && picture[1] === 0xd8 && picture[2] === 0xff) return 'jpeg';
  const isWebp =
    picture.subarray(0, 4).toString('latin1') === 'RIFF' &&
    picture.subarray(8, 12).toString('latin1') === 'WEBP';
  return isWebp ? 'webp' : 'unknown';
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha of every pixel, row by row. */
  readonly data: Buffer;
}

export async function decodePixels(picture: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

type Area = (x: number, y: number, size: { readonly width: number; readonly height: number }) => boolean;

/** Share of the pixels of an area that differ in any channel by more than `tolerance`; 0: all are exactly equal. */
export function shareChanged(a: Pixels, b: Pixels, area: Area, tolerance = 0): number {
  if (a.width !== b.width || a.height !== b.height) throw new Error('the pictures differ in size');
  let [inside, changed] = [0, 0];
  for (let y = 0, at = 0; y < a.height; y += 1) {
    for (let x = 0; x < a.width; x += 1, at += 4) {
      if (!area(x, y, a)) continue;
      inside += 1;
      if (differs(a.data, b.data, at, tolerance)) changed += 1;
    }
  }
  return changed / inside;
}

function differs(a: Buffer, b: Buffer, at: number, tolerance: number): boolean {
  if (a.readUInt32LE(at) === b.readUInt32LE(at)) return false;
  return [0, 1, 2, 3].some(
    (channel) => Math.abs((a[at + channel] ?? 0) - (b[at + channel] ?? 0)) > tolerance,
  );
}

export const everywhere: Area = () => true;
/** Where makePicture's `alpha` makes a picture (or a mask) transparent. */
export const rightHalf: Area = (x, _y, { width }) => x * 2 >= width;
export const leftHalf: Area = (x, _y, { width }) => x * 2 < width;
export const bottomRight: Area = (x, y, { width, height }) => x * 2 >= width && y * 4 >= height * 3;
export const topLeft: Area = (x, y, { width, height }) => x * 2 < width && y * 2 < height;

/** A picture to edit and a mask that lets its right half be repainted. */
export async function maskedPicture(width = 320, height = 320) {
  const original = await makePicture({ width, height, format: 'png', label: 'original' });
  const mask = await makePicture({ width, height, format: 'png', label: 'mask', alpha: true });
  return { original, mask };
}
