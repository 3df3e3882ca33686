import { blend } from './blend.ts';
import { encode, withFormat } from './encode.ts';
import { loadFontsFor } from './fonts.ts';
import { readAt } from './mask.ts';
import { fromPixels, fromSvg, open, type Pixels, toPixels } from './open.ts';
import type { Encoded, Limits, RenderTask, Source } from './task.ts';

/** Draws an SVG, over a picture and inside of a mask where there are any. */
export async function render(task: RenderTask, limits: Limits): Promise<Encoded> {
  await loadFontsFor(task.svg);
  const drawing = await toPixels(fromSvg(task.svg, limits));
  const pixels = task.under ? await drawOver(task.under, drawing, task.mask, limits) : drawing;
  return encode(withFormat(fromPixels(pixels), task.format, task.quality));
}

async function drawOver(
  under: Source,
  drawing: Pixels,
  mask: Source | undefined,
  limits: Limits,
): Promise<Pixels> {
  const { width, height } = drawing;
  const below = await toPixels(open(under, limits).resize(width, height, { fit: 'fill' }));
  const overlay = { input: Buffer.from(drawing.data.buffer), raw: { width, height, channels: 4 as const } };
  const above = await toPixels(fromPixels(below).composite([overlay]));
  if (!mask) return above;
  const { area } = await readAt(mask, drawing, limits);
  return blend(below, above, area);
}
