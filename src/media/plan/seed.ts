import type { Draft } from './draft.ts';

export function planSeed(draft: Draft): void {
  const { seed } = draft.input.wishes;
  if (seed === undefined) return;
  if (draft.input.capability.seed) draft.order.seed = seed;
  else draft.impossible('seed', 'The model takes no seed; every picture differs.');
}
