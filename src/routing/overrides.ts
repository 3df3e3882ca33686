import type { Call, CallHeaders } from '../contract/provider.ts';
import type { Request, Warning } from '../contract/request.ts';
import { isObject, SplicedString, type Tree, type TreeObject } from '../contract/tree.ts';
import { namePattern } from '../lib/name-pattern.ts';
import { pathSteps } from '../lib/tree-path.ts';

/** What a channel changes about its calls before they leave. The rules of a list are followed one after the other. */
export interface Overrides {
  readonly parameters: readonly ParameterOverride[];
  readonly headers: readonly HeaderOverride[];
}

/** All that are given must hold. */
export interface OverrideCondition {
  /** Patterns of upstream names, one of which must fit. */
  readonly models?: readonly string[] | undefined;
  readonly operations?: readonly Request['operation'][] | undefined;
}

interface Conditional {
  readonly when?: OverrideCondition | undefined;
}
/** Of the upstream's body: `path` is in its own words, as `reasoning.effort` or `tools[0].type`. */
export type ParameterOverride = Conditional &
  (
    | { readonly action: 'set'; readonly path: string; readonly value: Tree }
    | { readonly action: 'delete'; readonly path: string }
    | { readonly action: 'rename'; readonly path: string; readonly to: string }
  );
export type HeaderOverride = Conditional &
  (
    | { readonly action: 'set'; readonly name: string; readonly value: string }
    | { readonly action: 'delete'; readonly name: string }
    | { readonly action: 'rename'; readonly name: string; readonly to: string }
  );

/** What a call is about, for the conditions. */
export interface CallFacts {
  /** As the upstream names it. */
  readonly model: string;
  readonly operation: Request['operation'];
}

/** The call as the channel wants it. A parameter that stood there and is another now, or gone, is a warning. */
export function applyOverrides(
  call: Call,
  { parameters, headers }: Overrides,
  facts: CallFacts,
): { readonly call: Call; readonly warnings: readonly Warning[] } {
  const warnings: Warning[] = [];
  let body = call.body;
  for (const rule of parameters) if (holds(rule, facts)) body = changedBody(body, rule, warnings);
  const changed = headers.filter((rule) => holds(rule, facts)).reduce(changedHeaders, call.headers ?? {});
  return { call: { ...call, headers: changed, ...(body && { body }) }, warnings };
}

function holds({ when }: Conditional, { model, operation }: CallFacts): boolean {
  if (when?.operations && !when.operations.includes(operation)) return false;
  return !when?.models || when.models.some((pattern) => namePattern(pattern).test(model));
}

function changedBody(body: Call['body'], rule: ParameterOverride, warnings: Warning[]): Call['body'] {
  if (body?.kind === 'json' && isObject(body.tree)) {
    return { ...body, tree: changedTree(body.tree, rule, warnings) };
  }
  if (body?.kind !== 'form') return body;
  // Fields of a form are one level deep; files are not parameters.
  const fields = body.entries.filter((entry) => 'value' in entry);
  const before: TreeObject = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
  const after = Object.entries(changedTree(before, rule, warnings));
  const texts = after.flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: fieldText(value) }],
  );
  return { ...body, entries: [...texts, ...body.entries.filter((entry) => !('value' in entry))] };
}

const fieldText = (value: Tree): string => (typeof value === 'string' ? value : JSON.stringify(value));

function changedTree(tree: TreeObject, rule: ParameterOverride, warnings: Warning[]): TreeObject {
  const steps = pathSteps(rule.path);
  const before = valueAt(tree, steps);
  switch (rule.action) {
    case 'set':
      if (before !== undefined && !isSame(before, rule.value)) {
        warnings.push(adjusted(rule.path, `The channel sets it to ${JSON.stringify(rule.value)}.`));
      }
      return withValue(tree, steps, rule.value) as TreeObject;
    case 'delete':
      if (before === undefined) return tree;
      warnings.push({ kind: 'ignored', field: rule.path, detail: 'The channel takes it out.' });
      return withValue(tree, steps, undefined) as TreeObject;
    case 'rename': {
      if (before === undefined) return tree;
      const target = pathSteps(rule.to);
      if (valueAt(tree, target) !== undefined) {
        warnings.push(adjusted(rule.to, `The channel puts ${rule.path} in its place.`));
      }
      return withValue(withValue(tree, steps, undefined) as TreeObject, target, before) as TreeObject;
    }
  }
}

const adjusted = (field: string, detail: string): Warning => ({ kind: 'adjusted', field, detail });

const isSame = (one: Tree, other: Tree): boolean =>
  !(one instanceof SplicedString) && JSON.stringify(one) === JSON.stringify(other);

type Steps = readonly (string | number)[];

function valueAt(tree: Tree | undefined, [step, ...rest]: Steps): Tree | undefined {
  if (step === undefined) return tree;
  if (typeof step === 'number')
    return Array.isArray(tree) ? valueAt((tree as readonly Tree[])[step], rest) : undefined;
  return isObject(tree) && Object.hasOwn(tree, step) ? valueAt(tree[step], rest) : undefined;
}

/** The same tree with another value there; objects that are missing on the way are made, lists are not. Undefined takes it away. */
function withValue(
  tree: Tree | undefined,
  [step, ...rest]: Steps,
  value: Tree | undefined,
): Tree | undefined {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    if (!Array.isArray(tree) || step >= tree.length) return tree;
    const items: readonly Tree[] = tree;
    const changed = withValue(items[step], rest, value);
    return items.flatMap((item, index) => (index === step ? (changed ?? []) : [item])) as Tree;
  }
  if (tree !== undefined && !isObject(tree)) return tree;
  const { [step]: before, ...others } = tree ?? {};
  const changed = withValue(before, rest, value);
  return changed === undefined ? others : { ...others, [step]: changed };
}

function changedHeaders(headers: CallHeaders, rule: HeaderOverride): CallHeaders {
  const name = rule.name.toLowerCase();
  const entries = Object.entries(headers);
  const before = entries.find(([key]) => key.toLowerCase() === name)?.[1];
  const others = Object.fromEntries(entries.filter(([key]) => key.toLowerCase() !== name));
  if (rule.action === 'set') return { ...others, [name]: rule.value };
  return rule.action === 'rename' && before !== undefined
    ? { ...others, [rule.to.toLowerCase()]: before }
    : others;
}
