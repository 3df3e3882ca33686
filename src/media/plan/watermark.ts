import type { Draft } from './draft.ts';

/**
 * The visible mark. Where the model has a switch it is always sent, because such models draw the mark when nothing is said; a
 * client that says nothing gets none.
 */
export function planWatermark(draft: Draft): void {
  const wish = draft.input.wishes.watermark;
  const { visible, invisible } = draft.input.capability.watermark;
  if (visible === 'switch') {
    draft.order.watermark = wish ?? false;
  } else if (wish) {
    draft.after.watermark = true;
    draft.warn('emulated', 'watermark', 'The gateway draws a visible mark at the bottom right.');
  }
  if (wish === false && invisible !== undefined) {
    const detail = `No visible mark is drawn; the invisible ${invisible} mark cannot be switched off.`;
    draft.warn('adjusted', 'watermark', detail);
  }
}
