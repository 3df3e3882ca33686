import type { Draft } from './draft.ts';

/** `auto` is every provider's own default and is not sent. */
export function planModeration(draft: Draft): void {
  if (draft.input.wishes.moderation !== 'low') return;
  const { moderation } = draft.input.capability;
  if (moderation === 'none') {
    draft.impossible('moderation', 'The strictness of this model cannot be chosen per request.');
    return;
  }
  draft.order.moderation = 'low';
  if (moderation === 'approximate') {
    draft.warn('adjusted', 'moderation', 'Mapped to the nearest safety setting; some filters stay on.');
  }
}
