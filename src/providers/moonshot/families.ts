import type { ReasoningRule, SamplingNames, ToolRule } from '../openai-compatible/options.ts';

/** quirk(moonshot): Kimi models choose words in their own way. — @ai-sdk/moonshotai 3.0.60, seen 2026-11 */
export const samplingOf = (model: string): SamplingNames =>
  model.startsWith('kimi-')
    ? { temperature: null, topP: null, frequencyPenalty: null, presencePenalty: null, seed: null }
    : { seed: null };

/** quirk(moonshot): K3 has strengths, K2.7 always thinks, K2.6 and before have a switch. — @ai-sdk/moonshotai 3.0.60, seen 2026-11 */
export function reasoningOf(model: string): ReasoningRule {
  if (model.startsWith('kimi-k3')) return { by: 'effort', words: ['low', 'high', 'max'] };
  if (model.startsWith('kimi-k2.7')) return { by: 'thinking', on: 'enabled', off: false };
  if (/^kimi-k2\.[56]/.test(model)) return { by: 'thinking', on: 'enabled', off: true };
  return { by: 'nothing' };
}

/** quirk(moonshot): these refuse to be made to call something. — @ai-sdk/moonshotai 3.0.60, seen 2026-11 */
export const toolsOf = (model: string): ToolRule => ({
  parallel: null,
  ...(/^kimi-k2\.[67]/.test(model) && { choices: ['none', 'named'] }),
});
