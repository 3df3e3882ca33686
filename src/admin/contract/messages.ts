import { COSTS } from './messages/costs.ts';
import { PICTURES } from './messages/pictures.ts';
import { REASONS } from './messages/reasons.ts';
import { REFUSALS } from './messages/refusals.ts';
import { VALUES } from './messages/values.ts';
import { WARNINGS } from './messages/warnings.ts';

/** A message of the gateway as something that can be said in any language. */
interface Message {
  /** As `refusals.userUnknown`; stays the same when the words change. */
  readonly key: string;
  /** What stands in its place holders. */
  readonly params: { readonly [name: string]: string };
}

/**
 * Everything the gateway says to people in the console, by group and key. Messages are written where they come up, in English; this
 * is where they get their keys, and a test finds those that have none.
 */
export const MESSAGES: { readonly [group: string]: { readonly [key: string]: string } } = {
  refusals: REFUSALS,
  values: VALUES,
  pictures: PICTURES,
  warnings: WARNINGS,
  reasons: REASONS,
  costs: COSTS,
};

interface Pattern {
  readonly key: string;
  readonly pattern: RegExp;
}

const HOLDER = /\{(\w+)\}/g;

function patternOf(template: string): RegExp {
  const source = template
    .replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(HOLDER, (_, name: string) => `(?<${name}>.+?)`);
  return new RegExp(`^${source}$`, 's');
}

let exact: Map<string, string> | undefined;
let patterns: readonly Pattern[] = [];

/** Those without place holders are found by their text, the others by their pattern. Made when it is first asked for. */
function index(): Map<string, string> {
  if (exact) return exact;
  const all = Object.entries(MESSAGES).flatMap(([group, messages]) =>
    Object.entries(messages).map(([key, template]) => ({ key: `${group}.${key}`, template })),
  );
  exact = new Map(all.map(({ key, template }) => [template, key]));
  patterns = all
    .filter(({ template }) => template.search(HOLDER) >= 0)
    .map(({ key, template }) => ({ key, pattern: patternOf(template) }));
  return exact;
}

/**
 * The key of a message that the gateway wrote, and what differs in it; undefined: it has none, and stays as it is.
 * @param field what may stand before it, as in `value.name: must not be empty`
 */
export function messageOf(text: string, field?: string | null): Message | undefined {
  const said = field && text.startsWith(`${field}: `) ? text.slice(field.length + 2) : text;
  const key = index().get(said);
  if (key !== undefined) return { key, params: {} };
  for (const each of patterns) {
    const found = each.pattern.exec(said);
    if (found) return { key: each.key, params: { ...found.groups } };
  }
  return undefined;
}
