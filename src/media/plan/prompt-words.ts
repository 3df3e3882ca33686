import type { Draft } from './draft.ts';

export function planNegativePrompt(draft: Draft): void {
  const wish = draft.input.wishes.negativePrompt?.trim();
  if (!wish) return;
  if (draft.input.capability.negativePrompt) {
    draft.order.negativePrompt = wish;
    return;
  }
  draft.hints.push(`Avoid: ${wish}`);
  draft.warn('hinted', 'negativePrompt', 'The model has no negative prompt; the prompt names what to avoid.');
}

export function planStyle(draft: Draft): void {
  const wish = draft.input.wishes.style?.trim();
  if (!wish) return;
  if (draft.input.capability.styles.includes(wish)) {
    draft.order.style = wish;
    return;
  }
  draft.hints.push(`Style: ${wish}`);
  draft.warn('hinted', 'style', 'The model has no such style setting; the prompt names it.');
}
