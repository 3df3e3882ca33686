import type { QualityRule } from '../../contract/capability.ts';
import type { Quality } from '../../contract/image.ts';
import type { Draft } from './draft.ts';

/** From cheap to dear; both words of one step mean the same. */
const LADDER: readonly (readonly Quality[])[] = [
  ['low'],
  ['medium', 'standard'],
  ['high', 'hd'],
  ['xhigh'],
  ['max'],
];
/** Sides are drawn this much longer and scaled down, per step of the ladder; 1: nothing to gain. */
const OVERSIZE = [1, 1, 1.5, 2, 2];

export function planQuality(draft: Draft): void {
  const rule = draft.input.capability.quality;
  const wish = draft.input.wishes.quality ?? 'auto';
  if (rule.kind === 'native') planNative(draft, rule, wish);
  else if (wish !== 'auto' && rule.kind === 'resolution') planOversize(draft, wish);
  else if (wish !== 'auto') draft.impossible('quality', 'The model has a single quality.');
}

function planOversize(draft: Draft, wish: Quality): void {
  draft.oversize = OVERSIZE[step(wish)] ?? 1;
  if (draft.oversize === 1) {
    draft.warn('ignored', 'quality', 'The model has no quality setting and draws in its ordinary one.');
  }
}

/** Always sent: what an absent quality costs differs from model to model. */
function planNative(draft: Draft, rule: QualityRule & { kind: 'native' }, wish: Quality): void {
  const word = rule.map[wish];
  if (word !== undefined || wish === 'auto') {
    draft.order.quality = word ?? rule.fallback;
    return;
  }
  const near = nearest(rule, wish);
  draft.order.quality = near ?? rule.fallback;
  draft.warn(
    'adjusted',
    'quality',
    `The model does not know ${wish}; it is asked for ${near ?? rule.fallback}.`,
  );
}

function nearest(rule: QualityRule & { kind: 'native' }, wish: Quality): string | undefined {
  const wanted = step(wish);
  let best: { word: string; distance: number } | undefined;
  for (const [index, words] of LADDER.entries()) {
    const distance = Math.abs(index - wanted);
    for (const quality of words) {
      const word = rule.map[quality];
      if (word !== undefined && (!best || distance < best.distance)) best = { word, distance };
    }
  }
  return best?.word;
}

const step = (quality: Quality): number => LADDER.findIndex((words) => words.includes(quality));
