import type { Sharp } from 'sharp';
import type { Size } from '../../contract/image.ts';
import { encode, withFormat } from './encode.ts';
import { loadFontsFor } from './fonts.ts';
import { fromPixels, isOpaque, open, shownSize } from './open.ts';
import { restore } from './restore.ts';
import type { EditTask, Encoded, Limits, Source, TaskEdit } from './task.ts';
import { watermarkSvg } from './watermark.ts';

/** A picture on its way through the edits, and the size it has by now. */
interface Canvas {
  readonly image: Sharp;
  readonly size: Size;
}

export async function applyEdits({ source, edits }: EditTask, limits: Limits): Promise<Encoded> {
  const restoring = edits.find((edit) => edit.do === 'restore');
  if (!restoring) return finish(await openKeepingColours(source, limits), edits);
  const { pixels, framingMoved } = await restore(source, restoring, limits);
  const image = isOpaque(pixels) ? fromPixels(pixels).removeAlpha() : fromPixels(pixels);
  const encoded = await finish({ image, size: pixels }, edits);
  return { ...encoded, ...(framingMoved && { framingMoved }) };
}

/** Metadata is stripped but for the colour profile; of other colour spaces sharp makes sRGB, where it would be wrong. */
async function openKeepingColours(source: Source, limits: Limits): Promise<Canvas> {
  const image = open(source, limits);
  const { space, hasProfile } = await image.metadata();
  if (hasProfile && space === 'srgb') image.keepIccProfile();
  return { image, size: await shownSize(image) };
}

async function finish(start: Canvas, edits: readonly TaskEdit[]): Promise<Encoded> {
  let canvas = start;
  for (const edit of edits) canvas = await step(canvas, edit);
  const isEncoded = edits.some((edit) => edit.do === 'encode');
  return encode(isEncoded ? canvas.image : withFormat(canvas.image, 'png', 100));
}

async function step({ image, size }: Canvas, edit: TaskEdit): Promise<Canvas> {
  switch (edit.do) {
    case 'restore':
      return { image, size };
    case 'resize':
      return { image: image.resize(edit.size.width, edit.size.height, { fit: 'cover' }), size: edit.size };
    case 'flatten':
      return { image: image.flatten({ background: '#fff' }), size };
    case 'watermark':
      await loadFontsFor(edit.text);
      return { image: image.composite([{ input: Buffer.from(watermarkSvg(edit.text, size)) }]), size };
    case 'encode':
      return { image: withFormat(image, edit.format, edit.quality), size };
  }
}
