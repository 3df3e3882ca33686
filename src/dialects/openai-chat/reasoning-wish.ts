import { invalid } from '../../contract/error.ts';
import type { ReasoningWish } from '../../contract/request.ts';
import { asString, isObject, type Tree, type TreeObject } from '../../contract/tree.ts';
import { optionalBoolean, optionalNumber } from '../openai-shared/fields.ts';

type Effort = NonNullable<ReasoningWish['effort']>;
const EFFORTS: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/**
 * Reads `reasoning_effort` and OpenRouter's `reasoning: {effort, max_tokens, exclude, enabled}`. What this gateway has no word
 * for goes on to providers of the same format, in `rest`.
 */
export function decodeReasoningWish(body: TreeObject): { reasoning?: ReasoningWish; rest: TreeObject } {
  const nested = body.reasoning ?? {};
  if (!isObject(nested)) throw invalid('reasoning', 'reasoning must be an object.');
  const { effort: nestedEffort, max_tokens, exclude, enabled, ...unknown } = nested;
  const named = readEffort(body.reasoning_effort ?? nestedEffort);
  const effort = named ?? switched(optionalBoolean(enabled, 'reasoning.enabled'));
  const budgetTokens = optionalNumber(max_tokens, 'reasoning.max_tokens', 0, 10_000_000);
  const isHidden = optionalBoolean(exclude, 'reasoning.exclude');
  const reasoning: ReasoningWish = {
    ...(effort !== undefined && { effort }),
    ...(budgetTokens !== undefined && { budgetTokens }),
    ...(isHidden !== undefined && { show: !isHidden }),
  };
  const isOwnEffort = named === undefined && typeof body.reasoning_effort === 'string';
  return {
    ...(Object.keys(reasoning).length > 0 && { reasoning }),
    rest: {
      ...(isOwnEffort && { reasoning_effort: body.reasoning_effort }),
      ...(Object.keys(unknown).length > 0 && { reasoning: unknown }),
    },
  };
}

/** A word that one provider alone knows is no effort of ours. */
const readEffort = (tree: Tree | undefined): Effort | undefined =>
  EFFORTS.find((effort) => effort === asString(tree));

/** `enabled: true` alone means as much thinking as the middle effort — OpenRouter's reasoning guide, seen 2026-11 */
const switched = (enabled: boolean | undefined): Effort | undefined =>
  enabled === undefined ? undefined : enabled ? 'medium' : 'none';
