import type { Size } from '../../contract/image.ts';

/** Side of the square that holds as many pixels as what models draw when nothing is said. */
export const ORDINARY_SIDE = 1024;

export const area = ({ width, height }: Size): number => width * height;
export const ratioOf = ({ width, height }: Size): number => width / height;
export const show = ({ width, height }: Size): string => `${width}x${height}`;
export const sameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;

/** How far two ratios (or areas) are apart, the same in both directions; 0: equal, 0.1: about a tenth. */
export const distance = (a: number, b: number): number => Math.abs(Math.log(a / b));

const ROUND = 16;

/** A size with about `side`² pixels and this width to height, in the round numbers that models are used to. */
export function shapeOf(side: number, ratio: number): Size {
  const round = (length: number) => Math.max(ROUND, Math.round(length / ROUND) * ROUND);
  return { width: round(side * Math.sqrt(ratio)), height: round(side / Math.sqrt(ratio)) };
}

export const scaled = ({ width, height }: Size, factor: number): Size => ({
  width: Math.round(width * factor),
  height: Math.round(height * factor),
});

/** How much a picture must be enlarged to cover a size; below 1: it is made smaller. */
export const enlargement = (from: Size, to: Size): number =>
  Math.max(to.width / from.width, to.height / from.height);

/** `16:9` (or `2.35:1`) as a number; undefined for `auto` and everything else. */
export function parseRatio(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*[:x/]\s*(\d+(?:\.\d+)?)$/i.exec(text.trim());
  const ratio = match ? Number(match[1]) / Number(match[2]) : Number.NaN;
  return Number.isFinite(ratio) && ratio > 0 ? ratio : undefined;
}

/** `2K`, `1.5k` or `512` as the side of the square that tier means. */
export function parseTier(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(k?)$/i.exec(text.trim());
  if (!match) return undefined;
  const side = Number(match[1]) * (match[2] ? ORDINARY_SIDE : 1);
  return side >= 1 ? side : undefined;
}

/** `1024x768` as pixels. */
export function parseSize(text: string): Size | undefined {
  const match = /^(\d+)x(\d+)$/i.exec(text.trim());
  const [width, height] = [Number(match?.[1]), Number(match?.[2])];
  return width > 0 && height > 0 ? { width, height } : undefined;
}
