export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** What one generation of Claude models takes; each refuses what it does not know with a 400. */
export interface Generation {
  /** How thinking is asked for: with a token budget, by `adaptive` and an effort, or as the caller likes. */
  readonly thinking: 'none' | 'budget' | 'either' | 'adaptive';
  /** How thinking is kept off: it is off unless asked for, by a word of its own, or never. */
  readonly off: 'unasked' | 'disabled' | 'between_tools' | 'never';
  /** Thinking comes back empty unless `display` asks for its text. */
  readonly hidesThinking: boolean;
  readonly efforts: readonly Effort[];
  /** Takes temperature, top_p and top_k. */
  readonly sampling: boolean;
  /** Answers in the form of a JSON schema, and calls tools strictly by theirs. */
  readonly schemas: boolean;
  /** Takes turns of the role system inside the conversation. */
  readonly systemTurns: boolean;
}

const UP_TO_HIGH: readonly Effort[] = ['low', 'medium', 'high'];
const ALL: readonly Effort[] = [...UP_TO_HIGH, 'xhigh', 'max'];

const OLD: Generation = {
  thinking: 'none',
  off: 'unasked',
  hidesThinking: false,
  efforts: [],
  sampling: true,
  schemas: false,
  systemTurns: false,
};
/** quirk(anthropic): 3.7 to 4.5 know thinking with a budget only. — platform.claude.com extended thinking, seen 2026-11 */
const WITH_BUDGET: Generation = { ...OLD, thinking: 'budget' };
/** quirk(anthropic): schemas from 4.5 on. — platform.claude.com structured outputs, seen 2026-11 */
const AT_4_5: Generation = { ...WITH_BUDGET, schemas: true };
/** quirk(anthropic): 4.6 takes budgets still, knows no xhigh. — platform.claude.com effort, seen 2026-11 */
const AT_4_6: Generation = { ...AT_4_5, thinking: 'either', efforts: [...UP_TO_HIGH, 'max'] };
/** quirk(anthropic): from 4.7 on budgets and sampling are refused and thinking is hidden. — platform.claude.com migration guides, seen 2026-11 */
const AT_4_7: Generation = {
  ...AT_4_6,
  thinking: 'adaptive',
  hidesThinking: true,
  efforts: ALL,
  sampling: false,
};
/** quirk(anthropic): turns of the role system from Opus 4.8 on. — platform.claude.com mid-conversation system messages, seen 2026-11 */
const AT_4_8: Generation = { ...AT_4_7, systemTurns: true };
/** quirk(anthropic): from 5 on models think unless told not to; Haiku 5.5 too, UNVERIFIED. — platform.claude.com model pages, seen 2026-11 */
const AT_5: Generation = { ...AT_4_8, off: 'disabled' };
/** quirk(anthropic): Sonnet 5.5 replaces `disabled` by `between_tools`. — platform.claude.com, what's new in Sonnet 5.5, seen 2026-11 */
const SONNET_5_5: Generation = { ...AT_5, off: 'between_tools' };
/** quirk(anthropic): Fable, Mythos and Opus 5.5 always think. — platform.claude.com, what's new in Opus 5.5, seen 2026-11 */
const ALWAYS_THINKS: Generation = { ...AT_5, off: 'never' };

const NAME = /claude-(?:(opus|sonnet|haiku|fable|mythos)-)?(\d+)(?:[-.](\d{1,2}))?(?!\d)/;

/** By family and version in the model's id; an id that says neither is taken for the newest and most particular. */
export function generationOf(model: string): Generation {
  const [, family = '', major, minor = '0'] = NAME.exec(model) ?? [];
  if (major === undefined) return ALWAYS_THINKS;
  const version = Number(major) + Number(minor) / 10;
  if (family === 'fable' || family === 'mythos') return ALWAYS_THINKS;
  if (version >= 5.5) return family === 'haiku' ? AT_5 : family === 'sonnet' ? SONNET_5_5 : ALWAYS_THINKS;
  const reached = STEPS.find(([from]) => version >= from);
  return reached?.[1] ?? OLD;
}

const STEPS: readonly (readonly [from: number, generation: Generation])[] = [
  [5, AT_5],
  [4.8, AT_4_8],
  [4.7, AT_4_7],
  [4.6, AT_4_6],
  [4.5, AT_4_5],
  [3.7, WITH_BUDGET],
];
