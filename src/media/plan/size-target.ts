import type { Size } from '../../contract/image.ts';
import type { Draft } from './draft.ts';
import { distance, ORDINARY_SIDE, parseRatio, parseTier, ratioOf, shapeOf } from './shape.ts';

/** What the size should be, before asking what the model allows. */
export interface SizeTarget {
  /** The shape and number of pixels to draw. */
  readonly draw: Size;
  /** The picture must have exactly these pixels in the end. */
  readonly exact?: Size;
  /** `exact` is the client's own wish, not a default. */
  readonly asked: boolean;
  /** The size of the masked picture, which the result is brought to. */
  readonly keepsInput?: Size;
  /** The client's ratio. */
  readonly ratio?: { readonly text: string; readonly value: number };
  /** The client's tier and the side of the square it means. */
  readonly tier?: { readonly text: string; readonly side: number };
}

/** Undefined: the model is to choose. */
export function sizeTarget(draft: Draft): SizeTarget | undefined {
  const { wishes, mask, inputs } = draft.input;
  const [first] = inputs;
  if (mask && first) return ofMaskedPicture(draft, first);
  if (wishes.size !== undefined && wishes.size !== 'auto') return ofPixels(draft, wishes.size);
  const ratio = readRatio(draft);
  const tier = readTier(draft);
  if (ratio || tier) {
    const shape = ratio?.value ?? (first ? ratioOf(first) : 1);
    const draw = shapeOf(tier?.side ?? ORDINARY_SIDE, shape);
    return { draw, asked: false, ...(ratio && { ratio }), ...(tier && { tier }) };
  }
  return ofNothing(draft, first);
}

/** A masked picture keeps its size and framing; other wishes only apply to the finished picture. */
function ofMaskedPicture(draft: Draft, first: Size): SizeTarget {
  const { size, aspectRatio, tier } = draft.input.wishes;
  const reason = 'An edit with a mask keeps the shape of the picture.';
  if (aspectRatio !== undefined && parseRatio(aspectRatio)) draft.warn('ignored', 'aspectRatio', reason);
  if (tier !== undefined) draft.warn('ignored', 'tier', reason);
  const draw = { width: first.width, height: first.height };
  const exact = size === undefined || size === 'auto' ? {} : { exact: size };
  return { draw, keepsInput: draw, asked: exact.exact !== undefined, ...exact };
}

const SAME_SHAPE = 0.02;

function ofPixels(draft: Draft, size: Size): SizeTarget {
  const { aspectRatio, tier } = draft.input.wishes;
  const ratio = aspectRatio === undefined ? undefined : parseRatio(aspectRatio);
  if (ratio && distance(ratio, ratioOf(size)) > SAME_SHAPE) {
    draft.warn('ignored', 'aspectRatio', 'The size says the shape, and says another one.');
  }
  if (tier !== undefined) draft.warn('ignored', 'tier', 'The size says the resolution.');
  return { draw: size, exact: size, asked: true };
}

/** The defaults; decisions/0004-image-defaults.md. */
function ofNothing(draft: Draft, first: Size | undefined): SizeTarget | undefined {
  const { wishes, defaults } = draft.input;
  const leftToModel = wishes.size === 'auto' || (defaults === 'openai-images' && !first);
  if (leftToModel && draft.oversize === 1) return undefined;
  const draw = shapeOf(ORDINARY_SIDE, first ? ratioOf(first) : 1);
  const promised = defaults === 'tool' && !first && wishes.size === undefined;
  return { draw, asked: false, ...(promised && { exact: draw }) };
}

function readRatio(draft: Draft): SizeTarget['ratio'] {
  const text = draft.input.wishes.aspectRatio?.trim();
  if (text === undefined || text.toLowerCase() === 'auto') return undefined;
  const value = parseRatio(text);
  if (value === undefined) draft.warn('ignored', 'aspectRatio', `"${text}" is no ratio like 16:9.`);
  return value === undefined ? undefined : { text, value };
}

function readTier(draft: Draft): SizeTarget['tier'] {
  const text = draft.input.wishes.tier?.trim();
  if (text === undefined || text.toLowerCase() === 'auto') return undefined;
  const side = parseTier(text);
  if (side === undefined) draft.warn('ignored', 'tier', `"${text}" is no resolution like 2K.`);
  return side === undefined ? undefined : { text, side };
}
