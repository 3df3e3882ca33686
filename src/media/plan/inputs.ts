import type { InputRule } from '../../contract/capability.ts';
import type { Edit } from '../edits.ts';
import type { Draft } from './draft.ts';
import type { PlanImage } from './input.ts';

/** A picture drawn without the inputs, or from inputs that do not exist, helps nobody: refused even without strict mode. */
export function planTask(draft: Draft): void {
  const { task, capability } = draft.input;
  if (capability.tasks.includes(task)) return;
  const edits = task === 'edit';
  throw draft.refusal(
    edits ? 'inputs' : 'prompt',
    edits ? 'The model takes no input pictures.' : 'The model only edits pictures and got none.',
  );
}

export function planInputs(draft: Draft): void {
  const { inputs, capability } = draft.input;
  const { max } = capability.inputs;
  draft.inputCount = Math.min(inputs.length, max);
  if (inputs.length > max) {
    draft.impossible('inputs', `The model takes at most ${max} pictures; only the first ${max} are sent.`);
  }
  draft.inputEdits = inputs
    .slice(0, draft.inputCount)
    .map((image, index) => editsOfInput(draft, image, index, capability.inputs));
}

const REENCODE_QUALITY = 90;

function editsOfInput(draft: Draft, image: PlanImage, index: number, rule: InputRule): readonly Edit[] {
  if (rule.maxBytes !== undefined && (image.bytes ?? 0) > rule.maxBytes) {
    const format = rule.mediaTypes.includes('image/webp') && image.hasAlpha ? 'webp' : 'jpeg';
    draft.warn(
      'adjusted',
      'inputs',
      `Picture ${index + 1} is larger than the model takes and goes as ${format}.`,
    );
    return [{ do: 'encode', format, quality: REENCODE_QUALITY }];
  }
  if (rule.mediaTypes.includes(image.mediaType)) return [];
  draft.warn('emulated', 'inputs', `Picture ${index + 1} was converted from ${image.mediaType} to PNG.`);
  return [{ do: 'encode', format: 'png', quality: 100 }];
}

/** How closely the inputs are kept. */
export function planFidelity(draft: Draft): void {
  const { wishes, capability, task } = draft.input;
  const wish = wishes.inputFidelity;
  if (wish === undefined) return;
  if (task !== 'edit') {
    draft.warn('ignored', 'inputFidelity', 'There is no input picture to be true to.');
  } else if (capability.inputFidelity.includes(wish)) {
    draft.order.inputFidelity = wish;
  } else if (wish === 'high') {
    draft.hints.push('Keep faces, logos and every other detail of the input pictures exactly as they are.');
    draft.warn('hinted', 'inputFidelity', 'The model has no such setting; the prompt asks for it.');
  } else {
    draft.impossible('inputFidelity', 'The model cannot be told to keep less of the inputs.');
  }
}
