import type { Sharp } from 'sharp';
import type { ImageFormat } from '../../contract/image.ts';
import { bytesOf } from './open.ts';
import type { Encoded } from './task.ts';

/** From this quality on colours are not thinned out. */
const FULL_COLOUR = 90;

/** `quality` 0–100; the encoders' own minimum is 1. */
export function withFormat(image: Sharp, format: ImageFormat, quality: number): Sharp {
  const level = Math.min(100, Math.max(1, Math.round(quality)));
  if (format === 'png') return image.png();
  if (format === 'webp') return image.webp({ quality: level });
  const chromaSubsampling = level >= FULL_COLOUR ? '4:4:4' : '4:2:0';
  return image.flatten({ background: '#fff' }).jpeg({ quality: level, chromaSubsampling });
}

export async function encode(image: Sharp): Promise<Encoded> {
  const { data, info } = await bytesOf(image);
  const { width, height, format, channels } = info;
  return { bytes: data, format, width, height, hasAlpha: channels === 2 || channels === 4 };
}
