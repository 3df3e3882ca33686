import type { Size } from '../../contract/image.ts';

/** Tokens of the demo: words counted. */
export const countWords = (text: string): number => text.split(/\s+/).filter(Boolean).length;

/** Tokens of the demo: one for each 32 × 32 pixels of a drawn picture. */
export const countTiles = ({ width, height }: Size): number => Math.ceil((width * height) / 1024);

/** Tokens of the demo for a picture that is looked at, whatever its size. */
export const TOKENS_PER_INPUT = 256;
