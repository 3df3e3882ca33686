import type { Size } from '../contract/image.ts';
import type { Warning } from '../contract/request.ts';

/** Per pixel 255 where the picture is to be repainted, else 0. */
export type EditArea = Uint8Array;

export interface ReadMask {
  readonly area: EditArea;
  /** The mask had no transparency; white was taken for "repaint". */
  readonly fromBlackAndWhite: boolean;
}

export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

const HALF = 128;

/**
 * Reads a mask's pixels (red, green, blue, alpha). Ours is OpenAI's convention: transparent = repaint. A mask without any
 * transparency is taken as black and white, white = repaint. Undefined: it is neither.
 */
export function readMask(pixels: Uint8Array): ReadMask | undefined {
  const byAlpha = mapPixels(pixels, (at) => (pixels[at + 3] ?? 0) < HALF);
  if (byAlpha.includes(255)) return { area: byAlpha, fromBlackAndWhite: false };
  if (!isBlackAndWhite(pixels)) return undefined;
  return { area: mapPixels(pixels, (at) => (pixels[at] ?? 0) >= HALF), fromBlackAndWhite: true };
}

function mapPixels(pixels: Uint8Array, isEdit: (at: number) => boolean): EditArea {
  const area = new Uint8Array(pixels.length / 4);
  for (let index = 0; index < area.length; index += 1) area[index] = isEdit(index * 4) ? 255 : 0;
  return area;
}

const NEARLY = 48;
/** Soft edges may be grey. */
const MOSTLY = 0.9;

function isBlackAndWhite(pixels: Uint8Array): boolean {
  let clear = 0;
  for (let at = 0; at < pixels.length; at += 4) {
    const [red, green, blue] = [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
    const isBlack = Math.max(red, green, blue) <= NEARLY;
    const isWhite = Math.min(red, green, blue) >= 255 - NEARLY;
    if (isBlack || isWhite) clear += 1;
  }
  return clear >= (pixels.length / 4) * MOSTLY;
}

/** The smallest rectangle around the area; undefined where nothing is marked. */
export function boxOf(area: EditArea, { width, height }: Size): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y += 1) {
    const row = area.subarray(y * width, (y + 1) * width);
    const first = row.indexOf(255);
    if (first < 0) continue;
    left = Math.min(left, first);
    right = Math.max(right, row.lastIndexOf(255));
    top = Math.min(top, y);
    bottom = y;
  }
  return bottom < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** The mask as models with the alpha convention take it: transparent = repaint, black elsewhere. */
export function toAlphaPixels(area: EditArea): Uint8Array {
  const pixels = new Uint8Array(area.length * 4);
  for (let index = 0; index < area.length; index += 1) pixels[index * 4 + 3] = 255 - (area[index] ?? 0);
  return pixels;
}

/** What had to be done to a client's mask; `field` is the client's name of it. */
export function maskWarnings(
  mask: { readonly fromBlackAndWhite: boolean; readonly resizedFrom?: Size; readonly size: Size },
  field: string,
): Warning[] {
  const warnings: Warning[] = [];
  if (mask.fromBlackAndWhite) {
    const detail = 'The mask has no transparent pixels; white was taken for the area to repaint.';
    warnings.push({ kind: 'adjusted', field, detail });
  }
  if (mask.resizedFrom) {
    const { resizedFrom: from, size: to } = mask;
    const detail = `The mask was scaled from ${from.width}x${from.height} to the picture's ${to.width}x${to.height}.`;
    warnings.push({ kind: 'adjusted', field, detail });
  }
  return warnings;
}
