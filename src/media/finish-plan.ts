import type { ImageFormat, ImageWishes, Size, WishFields } from '../contract/image.ts';
import type { Payload } from '../contract/payload.ts';
import type { Warning } from '../contract/request.ts';
import type { Edit } from './edits.ts';
import { distance, ratioOf, sameSize, show } from './plan/shape.ts';
import type { AfterEdits } from './plan.ts';

/** What a picture that came back really is. */
export interface ActualImage extends Size {
  readonly mediaType: string;
  readonly format?: string;
  readonly hasAlpha: boolean;
}

export interface FinishContext {
  readonly wishes: ImageWishes;
  readonly fields: WishFields;
  /** Warnings the client gets already: nothing is said twice. */
  readonly announced: readonly Warning[];
  /** Present when a mask was used: the first input and the mask as `Editor.prepareMask` made it. */
  readonly masked?: { readonly original: Payload; readonly originalSize: Size; readonly mask: Payload };
}

export interface FinishPlan {
  /** Empty: the bytes pass untouched. */
  readonly edits: readonly Edit[];
  readonly warnings: readonly Warning[];
}

export const WATERMARK_TEXT = 'AI generated';

/** Decides from the real bytes which edits lead to the wanted end state, and tells what was unknown before. */
export function editsFor(actual: ActualImage, after: AfterEdits, context: FinishContext): FinishPlan {
  const format = after.format ?? encodable(actual.format);
  const pixelEdits = editsOfPixels(actual, after, context, format);
  const sameCoding = actual.format === format && !after.recompress;
  if (pixelEdits.length === 0 && sameCoding)
    return { edits: [], warnings: surprises(actual, after, context) };
  const quality = format === 'png' ? BEST : (after.compression ?? BEST);
  const edits: readonly Edit[] = [...pixelEdits, { do: 'encode', format, quality }];
  return { edits, warnings: surprises(actual, after, context) };
}

const BEST = 100;
const SAME_SHAPE = 0.02;

function editsOfPixels(
  actual: ActualImage,
  after: AfterEdits,
  context: FinishContext,
  format: ImageFormat,
): Edit[] {
  const edits: Edit[] = [];
  const { masked } = context;
  if (after.outsideMask && masked)
    edits.push({ do: 'restore', original: masked.original, mask: masked.mask });
  const size = finalSize(actual, after);
  const present = edits.length > 0 && masked ? masked.originalSize : actual;
  if (size && !sameSize(size, present)) edits.push({ do: 'resize', size });
  if (actual.hasAlpha && (after.flatten || format === 'jpeg')) edits.push({ do: 'flatten' });
  if (after.watermark) edits.push({ do: 'watermark', text: WATERMARK_TEXT });
  return edits;
}

/** Exact pixels, or the largest part of the picture that has the wanted ratio. */
function finalSize(actual: Size, after: AfterEdits): Size | undefined {
  if (after.size || !after.ratio) return after.size;
  const ratio = ratioOf(actual);
  if (distance(ratio, after.ratio) <= SAME_SHAPE) return undefined;
  const { width, height } = actual;
  return ratio > after.ratio
    ? { width: Math.max(1, Math.round(height * after.ratio)), height }
    : { width, height: Math.max(1, Math.round(width / after.ratio)) };
}

const encodable = (format: string | undefined): ImageFormat =>
  format === 'jpeg' || format === 'webp' ? format : 'png';

/** What the client asked for and the model did otherwise than the plan expected. */
function surprises(actual: ActualImage, after: AfterEdits, context: FinishContext): Warning[] {
  const { wishes, fields, announced } = context;
  const found: Warning[] = [];
  const tell = (kind: Warning['kind'], wish: keyof WishFields, detail: string) => {
    const field = fields[wish] ?? wish;
    if (!announced.some((warning) => warning.field === field)) found.push({ kind, field, detail });
  };
  if (wishes.format !== undefined && after.format === wishes.format && actual.format !== after.format) {
    tell('emulated', 'format', `The model returned ${actual.mediaType}; converted to ${after.format}.`);
  }
  if (wishes.size !== undefined && after.size && !after.outsideMask && !sameSize(actual, after.size)) {
    tell('emulated', 'size', `The model returned ${show(actual)}; brought to ${show(after.size)}.`);
  }
  if (after.flatten && actual.hasAlpha) {
    tell('emulated', 'background', 'The model returned transparent pixels; they were made white.');
  }
  if (wishes.background === 'transparent' && !actual.hasAlpha) {
    tell('ignored', 'background', 'The model returned an opaque picture.');
  }
  return found;
}
