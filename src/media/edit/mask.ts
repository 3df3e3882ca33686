import { GatewayError } from '../../contract/error.ts';
import type { Size } from '../../contract/image.ts';
import { boxOf, readMask, toAlphaPixels } from '../remask.ts';
import { bytesOf, fromGrey, fromPixels, open, shownSize, toPixels } from './open.ts';
import type { Limits, MadeMask, MaskTask, Source } from './task.ts';

/** A client's mask in our convention and at the picture's size. */
export async function makeMask({ mask, picture }: MaskTask, limits: Limits): Promise<MadeMask> {
  const size = await shownSize(open(picture, limits));
  const own = await shownSize(open(mask, limits));
  const { area, fromBlackAndWhite } = await readAt(mask, size, limits);
  const box = boxOf(area, size);
  if (!box) throw unreadable('The mask marks nothing to repaint.');
  const [alpha, reference] = await Promise.all([
    bytesOf(fromPixels({ data: toAlphaPixels(area), ...size }).png()),
    bytesOf(fromGrey(area, size).png()),
  ]);
  const resized = own.width !== size.width || own.height !== size.height;
  return {
    alpha: alpha.data,
    reference: reference.data,
    box,
    size,
    fromBlackAndWhite,
    ...(resized && { resizedFrom: own }),
  };
}

/** The area to repaint at another size; edges stay hard, so that every later reader sees the same area. */
export async function readAt(mask: Source, { width, height }: Size, limits: Limits) {
  const image = open(mask, limits).resize(width, height, { fit: 'fill', kernel: 'nearest' });
  const found = readMask((await toPixels(image)).data);
  if (!found) throw unreadable('The mask has no transparent pixels and is not black and white either.');
  return found;
}

const unreadable = (message: string): GatewayError => new GatewayError('invalid_request', message);
