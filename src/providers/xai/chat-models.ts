import type { ReasoningRule, SamplingNames } from '../openai-compatible/options.ts';
import { chatModels } from '../openai-compatible/provider.ts';

/** From npm model-bank 1.0.20260927 and @ai-sdk/xai 5.0.12, seen 2026-11. */
export const CHAT_MODELS = chatModels(
  { vision: true },
  {
    'grok-4.7': 'Grok 4.7',
    'grok-4.6': 'Grok 4.6',
    'grok-4.5': 'Grok 4.5',
    'grok-4.3': 'Grok 4.3',
    'grok-4.20-0309-reasoning': 'Grok 4.20',
    'grok-4.20-0309-non-reasoning': 'Grok 4.20 (non-reasoning)',
    'grok-build-0.1': 'Grok Build 0.1',
  },
);

/** quirk(xai): Grok takes no penalties and no stop sequences. — @ai-sdk/xai 5.0.12, seen 2026-11 */
export const SAMPLING: SamplingNames = { frequencyPenalty: null, presencePenalty: null, stop: null };

/** quirk(xai): each generation has other strengths of thinking, some none. — npm model-bank 1.0.20260927, seen 2026-11 */
export function reasoningOf(model: string): ReasoningRule {
  if (/^grok-4\.20/.test(model)) return { by: 'nothing' };
  if (/^grok-4\.3/.test(model)) return { by: 'effort', words: ['none', 'low', 'medium', 'high'] };
  if (/^grok-4\.[56]/.test(model)) return { by: 'effort', words: ['low', 'medium', 'high'] };
  return { by: 'effort', words: ['low', 'medium', 'high', 'xhigh'] };
}
