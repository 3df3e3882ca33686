import type { Draft } from './draft.ts';

export function planBackground(draft: Draft): void {
  const wish = draft.input.wishes.background;
  if (wish === undefined) return;
  const { native } = draft.input.capability.background;
  if (wish === 'transparent') planTransparent(draft);
  else if (native.includes(wish)) draft.order.background = wish;
  else if (wish === 'opaque') draft.after.flatten = true;
}

/** Never faked: a model that cannot leave pixels out paints a checkerboard. */
function planTransparent(draft: Draft): void {
  if (canBeTransparent(draft)) {
    draft.order.background = 'transparent';
    return;
  }
  const onlyEdits = draft.input.capability.background.transparent === 'edit-with-alpha';
  const when = onlyEdits ? ' unless a single PNG with transparent pixels is edited' : '';
  draft.impossible('background', `The model draws no transparent background${when}; the picture is opaque.`);
}

function canBeTransparent({ input }: Draft): boolean {
  const { background, format } = input.capability;
  const formatAllows = format.native.length === 0 || format.native.some((name) => name !== 'jpeg');
  if (!background.native.includes('transparent') || !formatAllows) return false;
  if (background.transparent === 'edit-with-alpha') return editsOnePictureWithAlpha(input);
  return background.transparent === 'always';
}

function editsOnePictureWithAlpha({ task, inputs }: Draft['input']): boolean {
  const [only, second] = inputs;
  return task === 'edit' && only?.mediaType === 'image/png' && only.hasAlpha && second === undefined;
}
