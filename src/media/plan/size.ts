import { invalid } from '../../contract/error.ts';
import type { Size } from '../../contract/image.ts';
import type { Draft } from './draft.ts';
import { area, distance, enlargement, ratioOf, sameSize, scaled, show } from './shape.ts';
import { type Drawable, nearestLegal } from './size-search.ts';
import { type SizeTarget, sizeTarget } from './size-target.ts';

/** Sides and pixels the gateway is willing to make; WebP ends at this side. */
const MAX_SIDE = 16_383;
const MAX_PIXELS = 64_000_000;

/** Asks for the nearest legal size; exact pixels and ratios are then made by the gateway. */
export function planSize(draft: Draft): void {
  refuseGiants(draft);
  const target = sizeTarget(draft);
  if (!target) return;
  if (target.exact) draft.after.size = target.exact;
  const ordinary = search(draft, target, 1);
  if (ordinary) order(draft, target, ordinary);
  else cannotBeTold(draft, target);
}

function order(draft: Draft, target: SizeTarget, ordinary: Drawable): void {
  const drawn = draft.oversize > 1 ? drawLarger(draft, target, ordinary) : ordinary;
  Object.assign(draft.order, drawn.order);
  if (target.exact && !sameSize(target.exact, ordinary.size)) explainExact(draft, target.exact, drawn.size);
  explainEnlarging(draft, target, drawn.size);
  if (target.ratio) explainRatio(draft, target.ratio, drawn);
  if (target.tier) explainTier(draft, target.tier, ordinary);
}

function refuseGiants(draft: Draft): void {
  const { size } = draft.input.wishes;
  if (size === undefined || size === 'auto') return;
  const { width, height } = size;
  if (width > 0 && height > 0 && width <= MAX_SIDE && height <= MAX_SIDE && area(size) <= MAX_PIXELS) return;
  const limits = `sides of 1–${MAX_SIDE} and at most ${MAX_PIXELS / 1_000_000} megapixels`;
  throw invalid(draft.field('size'), `${show(size)} is outside what can be drawn: ${limits}.`);
}

function search(draft: Draft, target: SizeTarget, factor: number): Drawable | undefined {
  const size = scaled(target.draw, factor);
  const tier = factor === 1 && target.tier ? { tier: target.tier.text } : {};
  const rough = factor > 1 || (target.exact === undefined && !target.keepsInput);
  return nearestLegal(draft.input.capability.size, { size, rough, ...tier });
}

const NOTABLY_LARGER = 1.2;

function drawLarger(draft: Draft, target: SizeTarget, ordinary: Drawable): Drawable {
  if (target.tier) {
    draft.warn('ignored', 'quality', 'The model has no quality setting, and the resolution was asked for.');
    return ordinary;
  }
  const larger = search(draft, target, draft.oversize);
  if (!larger || area(larger.size) < area(target.draw) * NOTABLY_LARGER) {
    draft.warn('ignored', 'quality', 'The model has no quality setting and cannot draw larger either.');
    return ordinary;
  }
  const end = target.exact ? ` and scaled down to ${show(target.exact)}` : '';
  draft.warn('emulated', 'quality', `Drawn at ${show(larger.size)} for more detail${end}.`);
  return larger;
}

/** The model takes no size at all: pixels and ratio are made afterwards, a tier is out of reach. */
function cannotBeTold(draft: Draft, { exact, ratio, tier, asked }: SizeTarget): void {
  if (exact && asked) {
    draft.warn(
      'emulated',
      'size',
      `The model chooses its own size; the picture is brought to ${show(exact)}.`,
    );
  }
  if (ratio) {
    draft.after.ratio = ratio.value;
    draft.warn(
      'emulated',
      'aspectRatio',
      `The model chooses its own shape; the picture is cut to ${ratio.text}.`,
    );
  }
  if (tier) draft.impossible('tier', 'The model chooses its own resolution.');
  if (draft.oversize > 1)
    draft.warn('ignored', 'quality', 'The model has neither a quality setting nor a size.');
}

function explainExact(draft: Draft, exact: Size, drawn: Size): void {
  if (draft.input.wishes.size === undefined) return;
  draft.warn('emulated', 'size', `Drawn at ${show(drawn)} and brought to ${show(exact)}.`);
}

const SOFT_FROM = 1.5;

function explainEnlarging(draft: Draft, { exact, keepsInput }: SizeTarget, drawn: Size): void {
  const final = exact ?? keepsInput;
  const factor = final ? enlargement(drawn, final) : 1;
  if (factor <= SOFT_FROM) return;
  draft.warn('adjusted', 'size', `Enlarged ${factor.toFixed(1)} times; details will look soft.`);
}

const SAME_SHAPE = 0.02;

function explainRatio(draft: Draft, ratio: NonNullable<SizeTarget['ratio']>, drawn: Drawable): void {
  const native = drawn.order.aspectRatio === ratio.text;
  if (native || distance(ratioOf(drawn.size), ratio.value) <= SAME_SHAPE) return;
  draft.after.ratio = ratio.value;
  draft.warn('emulated', 'aspectRatio', `Drawn at ${show(drawn.size)} and cut to ${ratio.text}.`);
}

const SAME_TIER = 0.3;

function explainTier(draft: Draft, tier: NonNullable<SizeTarget['tier']>, drawn: Drawable): void {
  const native = drawn.order.tier?.toLowerCase() === tier.text.toLowerCase();
  if (native || distance(area(drawn.size), tier.side ** 2) <= SAME_TIER) return;
  draft.warn('adjusted', 'tier', `The model has no ${tier.text}; drawn at ${show(drawn.size)}.`);
}
