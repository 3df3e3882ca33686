import { invalid } from '../../contract/error.ts';
import { isObject, member, SplicedString, type Tree, type TreeObject } from '../../contract/tree.ts';

/** `inlineData` → `inline_data`: Google's JSON takes either spelling of every name. */
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
export const camel = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** A member by its camel-case name, in either spelling; null counts as absent. */
export function pick(tree: Tree | undefined, name: string): Tree | undefined {
  return member(tree, name) ?? member(tree, snake(name)) ?? undefined;
}

/** All members but those `known` (in camel case), under camel-case names. */
export function others(tree: TreeObject, known: readonly string[]): { [name: string]: Tree } {
  const left = Object.entries(tree).flatMap(([name, value]): [string, Tree][] =>
    value === undefined || value === null || known.includes(camel(name)) ? [] : [[camel(name), value]],
  );
  return Object.fromEntries(left);
}

/** A repeated member; Google takes a single element without its brackets too. */
export function listOf(tree: Tree | undefined): readonly Tree[] {
  if (tree === undefined || tree === null) return [];
  return Array.isArray(tree) ? (tree as readonly Tree[]) : [tree];
}

export function objectAt(tree: Tree | undefined, at: string): TreeObject {
  if (tree === undefined) return {};
  if (isObject(tree)) return tree;
  throw invalid(at, `${at} must be an object.`);
}

export function textAt(tree: Tree | undefined, at: string): string | undefined {
  if (tree === undefined || typeof tree === 'string') return tree;
  const text = tree instanceof SplicedString ? tree.toText() : undefined;
  if (text !== undefined) return text;
  const why =
    tree instanceof SplicedString ? 'holds megabytes of base64; send them as inlineData' : 'must be a string';
  throw invalid(at, `${at} ${why}.`);
}

/** Numbers may come as strings, as protobuf writes long ones. */
export function numberAt(tree: Tree | undefined, at: string): number | undefined {
  if (tree === undefined) return undefined;
  const value = typeof tree === 'string' && tree.trim() !== '' ? Number(tree) : tree;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw invalid(at, `${at} must be a number.`);
}

/** A word of one of Google's enums, in upper case. */
export const wordAt = (tree: Tree | undefined, at: string): string | undefined =>
  textAt(tree, at)?.toUpperCase();

/** JSON text of what the client sent as JSON. */
export function jsonText(tree: Tree, at: string): string {
  return JSON.stringify(tree, (_name, value: unknown) => {
    if (!(value instanceof SplicedString)) return value;
    return textAt(value, at);
  });
}
