import type { Size } from '../../contract/image.ts';

const SHARE_OF_SHORT_SIDE = 0.025;
const SMALLEST = 9;

/** An SVG of the picture's size with a label at the bottom right: white with a dark edge, readable on any ground. */
export function watermarkSvg(text: string, { width, height }: Size): string {
  const size = Math.max(SMALLEST, Math.round(Math.min(width, height) * SHARE_OF_SHORT_SIDE));
  const margin = Math.round(size * 0.8);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <text x="${width - margin}" y="${height - margin}" text-anchor="end" font-family="DejaVu Sans, sans-serif" font-weight="bold"
      font-size="${size}" fill="#fff" fill-opacity="0.9" stroke="#000" stroke-opacity="0.6" stroke-width="${size / 8}"
      paint-order="stroke">${escapeXml(text)}</text></svg>`;
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
