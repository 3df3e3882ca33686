import type { Target } from '../../contract/provider.ts';
import type { ChatRequest, Part, Warning } from '../../contract/request.ts';
import { ignored } from '../openai-compatible/body.ts';
import { lostSampling } from './responses-sampling.ts';

/** UNVERIFIED for models to come. */
const REASONS = /^(?:o\d|codex|gpt-(?:[5-9]|\d\d))(?!.*-chat)/;

/** The model reasons before it answers, and refuses or wants what goes with that. */
export const reasons = (model: string): boolean => REASONS.test(model);

/**
 * quirk(openai): chat completions never show what a model thought, the Responses API shows a summary. — npm openai 7.57 types,
 * seen 2026-11
 */
export const wantsThoughts = ({ reasoning }: ChatRequest, { model }: Target): boolean =>
  reasoning?.show === true && reasons(model);

/** Nothing of the request would be lost in the Responses API. */
export const fitsResponses = ({ sampling, extensions, messages, output }: ChatRequest): boolean =>
  output.sound === undefined &&
  lostSampling(sampling).length === 0 &&
  Object.keys(extensions['openai-chat'] ?? {}).length === 0 &&
  !messages.some(({ parts }) => parts.some(isSound));

const isSound = (part: Part): boolean => part.type === 'file' && part.mediaType.startsWith('audio/');

export const HIDDEN: Warning = ignored(
  'reasoning',
  "OpenAI shows what its models think through its Responses API alone, which does not take all of this request's parameters.",
);
