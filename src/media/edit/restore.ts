import type { Sharp } from 'sharp';
import type { Size } from '../../contract/image.ts';
import { blend, feathered } from './blend.ts';
import { framingMoved, THUMB } from './framing.ts';
import { readAt } from './mask.ts';
import { fromGrey, fromPixels, open, type Pixels, toGrey, toPixels } from './open.ts';
import type { Limits, Masked, Source } from './task.ts';

export interface Restored {
  readonly pixels: Pixels;
  readonly framingMoved: boolean;
}

/** Puts the original back everywhere outside the mask; the result has the original's size. */
export async function restore(source: Source, { original, mask }: Masked, limits: Limits): Promise<Restored> {
  const before = await toPixels(await openUnchanged(original, limits));
  const { width, height } = before;
  const after = await toPixels(open(source, limits).resize(width, height, { fit: 'cover' }));
  const { area } = await readAt(mask, before, limits);
  if (await hasMoved(before, after, area)) return { pixels: after, framingMoved: true };
  return { pixels: blend(before, after, await feathered(area, before)), framingMoved: false };
}

/** Pixels of an sRGB picture must not go through a colour conversion that moves each by one; others become sRGB. */
async function openUnchanged(original: Source, limits: Limits): Promise<Sharp> {
  const { icc } = await open(original, limits).metadata();
  return open(original, limits, { ignoreIcc: icc !== undefined && saysSrgb(icc) });
}

/** A profile names itself in ASCII or, since version 4, in UTF-16. */
const saysSrgb = (icc: Buffer): boolean => icc.includes('sRGB') || icc.includes('s\0R\0G\0B', 0, 'latin1');

async function hasMoved(before: Pixels, after: Pixels, area: Uint8Array): Promise<boolean> {
  const [original, repainted, hidden] = await Promise.all([
    thumb(fromPixels(before)),
    thumb(fromPixels(after)),
    thumb(fromGrey(area, before as Size)),
  ]);
  return framingMoved(original, repainted, hidden);
}

const thumb = (image: Sharp): Promise<Uint8Array> => toGrey(image.resize(THUMB, THUMB, { fit: 'fill' }));
