import type { ReasoningWish, Warning } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { ignored } from '../openai-compatible/body.ts';
import type { Effort, Generation } from './generation.ts';
import type { Turn } from './messages.ts';

export interface EncodedThinking {
  readonly thinking?: TreeObject;
  readonly effort?: Effort;
  readonly warnings: readonly Warning[];
}

export interface ThinkingContext {
  readonly generation: Generation;
  readonly maxTokens: number;
  /** A tool must be called, for which the model may not think. */
  readonly forced: boolean;
  readonly messages: readonly Turn[];
}

const NOTHING: EncodedThinking = { warnings: [] };

/** How much Claude is to think, in the words its generation takes. */
export function encodeThinking(wish: ReasoningWish | undefined, context: ThinkingContext): EncodedThinking {
  const { generation, forced } = context;
  if (forced)
    return { ...switchedOff(generation), warnings: wish && wish.effort !== 'none' ? [NOT_FORCED] : [] };
  if (!wish) return NOTHING;
  if (wish.effort === 'none') return switchedOff(generation);
  if (generation.thinking === 'none')
    return { warnings: [ignored('reasoning', 'This model does not think.')] };
  const byBudget = wish.budgetTokens !== undefined && generation.thinking === 'either';
  return generation.thinking === 'budget' || byBudget ? budgeted(wish, context) : adaptive(wish, generation);
}

const NOT_FORCED = ignored('reasoning', 'Claude does not think where it is made to call a tool.');

function switchedOff({ off }: Generation): EncodedThinking {
  if (off === 'unasked') return NOTHING;
  if (off !== 'never') return { thinking: { type: off }, warnings: [] };
  const detail = 'This model always thinks; it was asked for the least effort.';
  return { effort: 'low', warnings: [{ kind: 'adjusted', field: 'reasoning', detail }] };
}

const EFFORTS: readonly Effort[] = ['low', 'medium', 'high', 'xhigh', 'max'];
/** The gateway's own measure: where a budget becomes an effort, and the other way round. */
const BUDGETS: { readonly [effort in Effort]: number } = {
  low: 4_096,
  medium: 10_000,
  high: 20_000,
  xhigh: 32_000,
  max: 64_000,
};

function adaptive(wish: ReasoningWish, generation: Generation): EncodedThinking {
  const asked = wish.effort ?? (wish.budgetTokens === undefined ? undefined : effortFor(wish.budgetTokens));
  const effort = asked === undefined ? undefined : nearest(asked, generation);
  const exact = effort === wish.effort && wish.budgetTokens === undefined;
  return {
    thinking: { type: 'adaptive', ...display(wish, generation) },
    ...(effort && { effort }),
    warnings:
      exact || effort === undefined ? [] : [adjusted(`This model thinks by effort; ${effort} was used.`)],
  };
}

const effortFor = (budget: number): Effort => EFFORTS.find((effort) => budget <= BUDGETS[effort]) ?? 'max';

/** The asked effort, or the next lower one that the model knows. */
function nearest(asked: NonNullable<ReasoningWish['effort']>, { efforts }: Generation): Effort {
  const most = (EFFORTS as readonly string[]).indexOf(asked);
  return efforts.findLast((effort) => EFFORTS.indexOf(effort) <= most) ?? 'low';
}

const LEAST_BUDGET = 1_024;

/** quirk(anthropic): the budget is at least 1,024 and less than max_tokens. — platform.claude.com extended thinking, seen 2026-11 */
function budgeted(
  wish: ReasoningWish,
  { generation, maxTokens, messages }: ThinkingContext,
): EncodedThinking {
  const { effort = 'medium' } = wish;
  const wanted = wish.budgetTokens ?? budgetFor(effort);
  const budget = Math.max(LEAST_BUDGET, Math.min(wanted, maxTokens - 1));
  if (budget >= maxTokens) {
    return {
      warnings: [ignored('reasoning', `max_tokens leaves no room to think (${LEAST_BUDGET} tokens).`)],
    };
  }
  if (isAmidUnthought(messages)) {
    return {
      warnings: [ignored('reasoning', 'Claude cannot begin to think between a tool call and its result.')],
    };
  }
  return {
    thinking: { type: 'enabled', budget_tokens: budget, ...display(wish, generation) },
    warnings:
      budget === wish.budgetTokens || wish.budgetTokens === undefined
        ? []
        : [adjusted(`${budget} tokens were used.`)],
  };
}

const budgetFor = (effort: NonNullable<ReasoningWish['effort']>): number =>
  effort === 'none' || effort === 'minimal' ? LEAST_BUDGET : BUDGETS[effort];

/** quirk(anthropic): with a budget, a turn that called tools must begin with its thinking; another provider's has none. — platform.claude.com extended thinking, seen 2026-11 */
function isAmidUnthought(messages: readonly Turn[]): boolean {
  const answered = messages.at(-1)?.content.some(({ type }) => type === 'tool_result') === true;
  const asked = messages.findLast(({ role }) => role === 'assistant')?.content[0]?.type;
  return answered && asked !== 'thinking' && asked !== 'redacted_thinking';
}

function display({ show }: ReasoningWish, { hidesThinking }: Generation): TreeObject {
  if (show === false) return hidesThinking ? { display: 'omitted' } : {};
  return hidesThinking ? { display: 'summarized' } : {};
}

const adjusted = (detail: string): Warning => ({ kind: 'adjusted', field: 'reasoning', detail });
