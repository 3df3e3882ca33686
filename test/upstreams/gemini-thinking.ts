import type { GeminiPart, ThinkingConfig } from './gemini-body.ts';
import { draws, type GeminiModel } from './gemini-models.ts';
import { illegal, refuseUnknown } from './gemini-refusal.ts';

/** Refuses thinking wishes that the model's generation does not know. */
export function checkThinking(config: ThinkingConfig | undefined, model: GeminiModel): void {
  if (!config) return;
  refuseUnknown(
    config,
    ['thinkingBudget', 'thinkingLevel', 'includeThoughts'],
    'generation_config.thinking_config',
  );
  const { thinkingBudget, thinkingLevel } = config;
  if (thinkingBudget !== undefined && thinkingLevel !== undefined) {
    throw illegal('You can only set only one of thinking budget and thinking level.');
  }
  if (thinkingLevel !== undefined) checkLevel(thinkingLevel, model);
  if (thinkingBudget !== undefined) checkBudget(thinkingBudget, model);
}

function checkLevel(level: string, model: GeminiModel): void {
  const name = model.name.source;
  const known = draws(model)
    ? name.includes('nano-banana-2')
      ? ['minimal', 'medium', 'high']
      : []
    : model.signs
      ? ['minimal', 'low', 'medium', 'high']
      : [];
  if (!known.includes(level.toLowerCase()))
    throw illegal(`Thinking level ${level} is not supported for this model.`);
}

function checkBudget(budget: number, model: GeminiModel): void {
  if (draws(model)) throw illegal('Thinking budget is not supported for this model.');
  if (budget < -1 || budget > 32_768) throw illegal(`The thinking budget ${budget} is invalid.`);
}

/** A summary of the thoughts, where it is asked for. */
export const thoughtOf = (config: ThinkingConfig | undefined): GeminiPart[] =>
  config?.includeThoughts ? [{ text: 'I should repeat it.', thought: true }] : [];
