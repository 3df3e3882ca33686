import type { Draft } from './draft.ts';

/** The tool promises one preview by default; elsewhere previews (which cost extra) are only drawn when asked for. */
const DEFAULT_PARTIALS = { tool: 1, 'openai-images': 0, chat: 0 } as const;

/** Previews of the unfinished picture; they exist only in streams and are never made up. */
export function planPartials(draft: Draft): void {
  const { wishes, capability, stream, defaults } = draft.input;
  const wish = wishes.partials;
  const most = stream && capability.stream ? capability.maxPartials : 0;
  const count = Math.min(wish ?? DEFAULT_PARTIALS[defaults], most);
  if (count > 0) draft.order.partials = count;
  if (wish === undefined || wish <= count) return;
  if (!stream) draft.warn('ignored', 'partials', 'Previews come only in streams.');
  else if (most === 0) draft.impossible('partials', 'The model sends no previews.');
  else draft.warn('adjusted', 'partials', `The model sends at most ${most} previews.`);
}
