import type { FormatRule } from '../../contract/capability.ts';
import type { ImageFormat } from '../../contract/image.ts';
import type { Draft } from './draft.ts';

const DEFAULT_FORMAT = 'png';

/** The client gets exactly the format it asked for, PNG when it asked for none; the model is told what comes nearest. */
export function planFormat(draft: Draft): void {
  const wish = draft.input.wishes.format;
  const wanted = withTransparency(draft, wish ?? DEFAULT_FORMAT);
  draft.after.format = wanted;
  const { native } = draft.input.capability.format;
  if (native.length === 0) return;
  const asked = native.includes(wanted) ? wanted : source(native, draft.order.background === 'transparent');
  draft.order.format = asked;
  if (wish !== undefined && asked !== wanted) {
    draft.warn('emulated', 'format', `Drawn as ${asked} and converted to ${wanted}.`);
  }
}

/** JPEG has no transparency: the background was asked for by name, so it wins. */
function withTransparency(draft: Draft, format: ImageFormat): ImageFormat {
  if (draft.order.background !== 'transparent' || format !== 'jpeg') return format;
  draft.contradiction('format', 'JPEG has no transparency; the picture is a PNG.');
  return 'png';
}

/** What to convert from: without loss where possible. */
function source(native: readonly ImageFormat[], transparent: boolean): ImageFormat {
  const fit = native.filter((name) => !transparent || name !== 'jpeg');
  return fit.includes('png') ? 'png' : (fit[0] ?? 'png');
}

export function planCompression(draft: Draft): void {
  const wish = draft.input.wishes.compression;
  if (wish === undefined) return;
  const wanted = draft.after.format;
  if (wanted === 'png') {
    if (wish < 100) draft.warn('ignored', 'compression', 'PNG is lossless and has no compression level.');
    return;
  }
  draft.after.compression = wish;
  if (takesCompression(draft.input.capability.format, draft.order.format, wanted)) {
    draft.order.compression = wish;
  } else if (wish < 100) {
    draft.after.recompress = true;
    draft.warn('emulated', 'compression', `Compressed by the gateway with quality ${wish}.`);
  }
}

/** Sent only where the model's own bytes are the final ones. */
const takesCompression = (rule: FormatRule, asked?: ImageFormat, wanted?: ImageFormat): boolean =>
  rule.compression && asked === wanted;
