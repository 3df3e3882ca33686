import { planBackground } from './plan/background.ts';
import { splitCount } from './plan/count.ts';
import { Draft, type Rule } from './plan/draft.ts';
import { planCompression, planFormat } from './plan/format.ts';
import type { ImagePlan, PlanInput } from './plan/input.ts';
import { planFidelity, planInputs, planTask } from './plan/inputs.ts';
import { planMask } from './plan/mask.ts';
import { planModeration } from './plan/moderation.ts';
import { planPartials } from './plan/partials.ts';
import { planNegativePrompt, planStyle } from './plan/prompt-words.ts';
import { planQuality } from './plan/quality.ts';
import { planSeed } from './plan/seed.ts';
import { planSize } from './plan/size.ts';
import { planWatermark } from './plan/watermark.ts';

export type { AfterEdits, ImagePlan, PlanDefaults, PlanImage, PlanInput } from './plan/input.ts';

/** One rule per parameter. Later rules rely on earlier ones: format on background, size on mask and quality. */
const RULES: readonly Rule[] = [
  planTask,
  planInputs,
  planMask,
  planBackground,
  planFormat,
  planCompression,
  planQuality,
  planSize,
  planFidelity,
  planModeration,
  planWatermark,
  planSeed,
  planNegativePrompt,
  planStyle,
  planPartials,
];

/**
 * Decides from the model's capability alone what becomes of each wish: sent as it is, done by the gateway, put into words, or
 * left out. Everything but plain "sent as it is" is a warning.
 * @throws GatewayError `unsupported_parameter` in strict mode when something is impossible, and always when the model lacks the
 * task itself; `invalid_request` when a mask comes without a picture.
 */
export function planImage(input: PlanInput): ImagePlan {
  const draft = new Draft(input);
  for (const rule of RULES) rule(draft);
  const calls = splitCount(draft);
  return {
    calls,
    promptHints: draft.hints,
    after: draft.after,
    ...(draft.maskAs && { maskAs: draft.maskAs }),
    inputCount: draft.inputCount,
    inputEdits: draft.inputEdits,
    warnings: draft.warnings,
  };
}
