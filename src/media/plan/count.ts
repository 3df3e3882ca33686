import type { ImageOrder } from '../../contract/image.ts';
import type { Draft } from './draft.ts';

/** Splits the number of pictures into calls: 5 becomes 4 + 1 where a call returns at most 4. */
export function splitCount(draft: Draft): { readonly order: ImageOrder }[] {
  const wanted = Math.max(1, Math.trunc(draft.input.wishes.count ?? 1));
  const most = Math.max(1, draft.input.capability.maxCount);
  const calls: { readonly order: ImageOrder }[] = [];
  for (let done = 0; done < wanted; done += most) {
    const count = Math.min(most, wanted - done);
    calls.push({ order: { count, ...draft.order, ...seedFrom(draft.order.seed, done) } });
  }
  if (calls.length > 1) {
    draft.warn('emulated', 'count', `Drawn in ${calls.length} parallel calls of at most ${most}.`);
  }
  return calls;
}

const HIGHEST_SEED = 2_147_483_647;

/** The same seed in every call would draw the same picture. */
function seedFrom(seed: number | undefined, done: number): { seed?: number } {
  return seed === undefined ? {} : { seed: (seed + done) % (HIGHEST_SEED + 1) };
}
