import { invalid } from '../../contract/error.ts';
import type { Draft } from './draft.ts';

const HINT = 'Repaint only the masked area of the first picture; keep everything else exactly as it is.';
const REFERENCE_HINT =
  'The last picture is a mask of the first one: repaint only where the mask is white, keep everything else exactly as it is, ' +
  'keep the framing, and do not show the mask.';

/** The mask travels as the model takes it; outside of it the gateway puts the original back in any case. */
export function planMask(draft: Draft): void {
  const { mask, inputs, capability } = draft.input;
  if (!mask) return;
  if (inputs.length === 0) throw invalid(draft.field('mask'), 'A mask needs a picture that it belongs to.');
  draft.after.outsideMask = true;
  if (capability.mask === 'alpha') draft.maskAs = 'alpha';
  else if (draft.inputCount < capability.inputs.max) sendAsPicture(draft);
  else sendNoMask(draft);
}

function sendAsPicture(draft: Draft): void {
  draft.maskAs = 'reference';
  draft.hints.push(REFERENCE_HINT);
  const detail =
    'The model takes no mask: it sees it as a further picture, and the gateway restores what lies outside.';
  draft.warn('emulated', 'mask', detail);
}

function sendNoMask(draft: Draft): void {
  draft.hints.push(HINT);
  const detail =
    'The model takes no mask and no further picture: the gateway only restores what lies outside.';
  draft.warn('emulated', 'mask', detail);
}
