import type { ReasoningWish } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import type { Carrier } from './carrier.ts';
import type { Effort, ReasoningRule } from './options.ts';

/** From the least thinking to the most. */
const LADDER: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];
const ANY_WORD: ReasoningRule = { by: 'effort', words: LADDER };

type Rule<B extends ReasoningRule['by']> = Extract<ReasoningRule, { by: B }>;

/** How much to think, in the upstream's own words. */
export function encodeReasoning(wish: ReasoningWish | undefined, carrier: Carrier): TreeObject {
  if (!wish) return {};
  const rule = carrier.options.reasoning?.(carrier.target.model) ?? ANY_WORD;
  switch (rule.by) {
    case 'effort':
      return effortField(wish, rule.words, carrier);
    case 'object':
      return { reasoning: objectForm(wish) };
    case 'thinking':
      return thinkingSwitch(wish, rule, carrier);
    case 'budget':
      return budgetFields(wish, carrier);
    case 'nothing':
      if (asksForMore(wish)) carrier.warn(lost('This model cannot be told how much to think.'));
      return {};
  }
}

/** Beyond hiding what is thought, which the gateway does itself. */
const asksForMore = ({ effort, budgetTokens }: ReasoningWish): boolean =>
  effort !== undefined || budgetTokens !== undefined;

function objectForm({ effort, budgetTokens, show }: ReasoningWish): TreeObject {
  return {
    // One of the two — OpenRouter's reasoning guide, seen 2026-11
    ...(budgetTokens === undefined ? effort && { effort } : { max_tokens: budgetTokens }),
    ...(show === false && { exclude: true }),
  };
}

function effortField(wish: ReasoningWish, words: readonly Effort[], { warn }: Carrier): TreeObject {
  const asked = wish.effort ?? effortFor(wish.budgetTokens);
  if (asked === undefined) return {};
  const word = nearest(asked, words);
  if (wish.effort === undefined) warn(adjusted(`The budget of thinking became the effort "${word}".`));
  else if (word !== asked) warn(adjusted(`The model knows no effort "${asked}"; "${word}" was used.`));
  return { reasoning_effort: word };
}

function thinkingSwitch(wish: ReasoningWish, rule: Rule<'thinking'>, carrier: Carrier): TreeObject {
  const { effort = effortFor(wish.budgetTokens) } = wish;
  if (effort === undefined) return {};
  if (effort === 'none') {
    if (rule.off) return { thinking: { type: 'disabled' } };
    carrier.warn(adjusted('This model cannot be kept from thinking.'));
    return {};
  }
  const thinking = { type: rule.on };
  if (rule.words) return { thinking, ...effortField(wish, rule.words, carrier) };
  carrier.warn(adjusted('This model can only be told whether to think, not how much.'));
  return { thinking };
}

function budgetFields({ effort, budgetTokens }: ReasoningWish, { warn }: Carrier): TreeObject {
  if (effort === 'none' || budgetTokens === 0) return { enable_thinking: false };
  if (budgetTokens !== undefined) return { enable_thinking: true, thinking_budget: budgetTokens };
  if (effort === undefined) return {};
  const budget = BUDGETS[effort];
  warn(adjusted(`The effort "${effort}" became a budget of ${budget} tokens.`));
  return { enable_thinking: true, thinking_budget: budget };
}

/** Tokens of thinking that go with a word. */
const BUDGETS: { readonly [effort in Effort]: number } = {
  none: 0,
  minimal: 1_024,
  low: 2_048,
  medium: 8_192,
  high: 16_384,
  xhigh: 24_576,
  max: 32_768,
};

function effortFor(budget: number | undefined): Effort | undefined {
  if (budget === undefined) return undefined;
  return LADDER.find((effort) => BUDGETS[effort] >= budget) ?? 'max';
}

/** The closest step; of two equally close ones the higher. */
function nearest(asked: Effort, words: readonly Effort[]): Effort {
  const distance = (word: Effort): number => Math.abs(LADDER.indexOf(word) - LADDER.indexOf(asked));
  return words.reduce((best, word) => {
    const gain = distance(best) - distance(word);
    return gain > 0 || (gain === 0 && LADDER.indexOf(word) > LADDER.indexOf(best)) ? word : best;
  }, words[0] ?? asked);
}

const FIELD = 'reasoning_effort';
const adjusted = (detail: string) => ({ kind: 'adjusted', field: FIELD, detail }) as const;
const lost = (detail: string) => ({ kind: 'ignored', field: FIELD, detail }) as const;
