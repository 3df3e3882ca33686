import sharp, { type OutputInfo, type Sharp, type SharpOptions } from 'sharp';
import type { Size } from '../../contract/image.ts';
import type { Limits, Source } from './task.ts';

// One picture per thread: parallelism comes from the pool. Nothing is opened twice, so libvips' cache only costs memory.
sharp.concurrency(1);
sharp.cache(false);

/** 8-bit pixels without gaps, four channels red, green, blue, alpha. */
export interface Pixels extends Size {
  readonly data: Uint8Array;
}

/** Opens a picture the way a viewer shows it: turned as its EXIF says. Decoding starts when pixels are asked for. */
export function open(source: Source, limits: Limits, options: SharpOptions = {}): Sharp {
  const input = 'file' in source ? source.file : source.bytes;
  return sharp(input, { limitInputPixels: limits.maxPixels, failOn: 'error', autoOrient: true, ...options });
}

/** A picture from pixels. */
export const fromPixels = ({ data, width, height }: Pixels): Sharp =>
  sharp(data, { raw: { width, height, channels: 4 } });

/** Nothing of it can be seen through, so it needs no alpha channel. */
export function isOpaque({ data }: Pixels): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
  return true;
}

/** A picture from one byte per pixel. */
export const fromGrey = (data: Uint8Array, { width, height }: Size): Sharp =>
  sharp(data, { raw: { width, height, channels: 1 } });

export const fromSvg = (svg: string, limits: Limits): Sharp =>
  sharp(Buffer.from(svg), { limitInputPixels: limits.maxPixels });

export const fromFont = (file: string): Sharp => sharp({ text: { text: 'a', fontfile: file } });

/**
 * What the pipeline makes.
 * quirk(sharp): `toUint8Array` never frees its output, every edited picture stays in memory (0.35.5, seen 2026-11); `toBuffer` does.
 */
export const bytesOf = (image: Sharp): Promise<{ readonly data: Uint8Array; readonly info: OutputInfo }> =>
  image.toBuffer({ resolveWithObject: true });

/** Decodes to pixels in sRGB. */
export async function toPixels(image: Sharp): Promise<Pixels> {
  const { data, info } = await bytesOf(image.toColourspace('srgb').ensureAlpha().raw({ depth: 'uchar' }));
  return { data, width: info.width, height: info.height };
}

/** Decodes to one byte of brightness per pixel. */
export async function toGrey(image: Sharp): Promise<Uint8Array> {
  const grey = image.flatten({ background: '#fff' }).toColourspace('b-w').raw({ depth: 'uchar' });
  return (await bytesOf(grey)).data;
}

/** The size a viewer shows. */
export async function shownSize(image: Sharp): Promise<Size> {
  const { autoOrient } = await image.metadata();
  return { width: autoOrient.width, height: autoOrient.height };
}
