import type { ReasoningWish, Warning } from '../../contract/request.ts';
import type { TreeObject } from '../../contract/tree.ts';
import { isThird } from './generation.ts';

interface Thinking {
  readonly thinkingConfig?: TreeObject;
  readonly warnings: readonly Warning[];
}

type Effort = NonNullable<ReasoningWish['effort']>;
const EFFORTS: readonly Effort[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** How much to think, in the words of the model's generation: levels since Gemini 3, budgets before. */
export function encodeThinking(
  wish: ReasoningWish | undefined,
  model: string,
  drawsPictures: boolean,
): Thinking {
  if (!wish) return { warnings: [] };
  const depth = depthOf(wish, model, drawsPictures);
  if (depth === 'impossible') return impossible(wish, model);
  // Thoughts of a drawing model may hold drafts; they are not asked for.
  const show = drawsPictures || wish.effort === 'none' ? undefined : shown(wish);
  const thinkingConfig = { ...depth.fields, ...(show !== undefined && { includeThoughts: show }) };
  return {
    ...(Object.keys(thinkingConfig).length > 0 && { thinkingConfig }),
    warnings:
      depth.sent === undefined ? [] : [adjusted(`Gemini does not think that way; ${depth.sent} was sent.`)],
  };
}

interface Depth {
  readonly fields: TreeObject;
  /** What was sent, where it is not what was asked. */
  readonly sent?: string;
}

function depthOf(wish: ReasoningWish, model: string, drawsPictures: boolean): Depth | 'impossible' {
  if (wish.effort === undefined && wish.budgetTokens === undefined) return { fields: {} };
  const levels = levelsOf(model, drawsPictures);
  if (levels.length > 0) return levelFor(wish, levels);
  const range = drawsPictures ? undefined : budgetOf(model);
  return range ? budgetFor(wish, range) : 'impossible';
}

/** Who asks for thinking wants to see it, unless it says otherwise. */
const shown = ({ show, effort, budgetTokens }: ReasoningWish): boolean | undefined =>
  show ?? (effort !== undefined || budgetTokens !== undefined ? true : undefined);

/**
 * quirk(gemini): not every model knows every level — npm @ai-sdk/google 4.0.121 (model catalog), seen 2026-11; pictures:
 * gemini-images.md §3, seen 2026-11
 */
function levelsOf(model: string, drawsPictures: boolean): readonly Effort[] {
  if (!isThird(model)) return [];
  if (drawsPictures) return /nano-banana-2/.test(model) ? ['minimal', 'medium', 'high'] : [];
  const always: Effort[] = ['low', 'medium', 'high'];
  if (/gemini-4-hydrogen/.test(model)) return [...always, 'xhigh'];
  return /-pro|gemini-flash-latest|gemini-(3\.[7-9]|[4-9])[\d.]*-flash(?!-lite)/.test(model)
    ? always
    : ['minimal', ...always];
}

function levelFor(wish: ReasoningWish, levels: readonly Effort[]): Depth {
  const asked = wish.effort ?? effortOf(wish.budgetTokens ?? 0);
  const rank = EFFORTS.indexOf(asked);
  const level = levels.find((each) => EFFORTS.indexOf(each) >= rank) ?? levels.at(-1) ?? 'high';
  const exact = level === wish.effort;
  return { fields: { thinkingLevel: level }, ...(!exact && { sent: `thinkingLevel ${level}` }) };
}

/** Up to how many tokens of thinking each effort stands for, where a number must become a word or a word a number. */
const BUDGETS: readonly (readonly [Effort, number])[] = [
  ['none', 0],
  ['minimal', 512],
  ['low', 1024],
  ['medium', 8192],
  ['high', 24_576],
];

const effortOf = (tokens: number): Effort => BUDGETS.find(([, most]) => tokens <= most)?.[0] ?? 'high';

interface BudgetRange {
  readonly min: number;
  readonly max: number;
  /** Thinking can be switched off. */
  readonly off: boolean;
}

/** quirk(gemini): budgets by model — npm @ai-sdk/google 4.0.121, Gemini API thinking page, seen 2026-11 */
function budgetOf(model: string): BudgetRange | undefined {
  if (/2\.5-pro/.test(model)) return { min: 128, max: 32_768, off: false };
  if (/2\.5-flash-lite/.test(model)) return { min: 512, max: 24_576, off: true };
  return /2\.5-flash/.test(model) ? { min: 1, max: 24_576, off: true } : undefined;
}

function budgetFor(wish: ReasoningWish, { min, max, off }: BudgetRange): Depth {
  const meant = BUDGETS.find(([effort]) => effort === wish.effort)?.[1] ?? max;
  const asked = wish.budgetTokens ?? meant;
  const budget = asked === 0 && off ? 0 : Math.min(Math.max(asked, min), max);
  const exact = budget === asked;
  return { fields: { thinkingBudget: budget }, ...(!exact && { sent: `thinkingBudget ${budget}` }) };
}

const adjusted = (detail: string): Warning => ({ kind: 'adjusted', field: 'reasoning_effort', detail });

function impossible({ effort }: ReasoningWish, model: string): Thinking {
  if (effort === 'none') return { warnings: [] };
  const detail = `How much ${model} thinks cannot be chosen.`;
  return { warnings: [{ kind: 'ignored', field: 'reasoning_effort', detail }] };
}
